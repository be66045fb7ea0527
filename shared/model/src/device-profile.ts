/**
 * How the gateway treats one phone: the outcome of DevInf plus the layered device rules (all, maker, platform, model,
 * this device). Plain data, stored with the device, so that the core never asks which model it is talking to.
 */
import type { PhoneCapabilities } from './phone-capabilities.ts';
import type { DatastoreName } from './sync.ts';

export interface DeviceProfile {
  /** The rules that applied, weakest first, e.g. `["all", "nokia", "nokia-s60"]`. */
  readonly rules: readonly string[];
  /** Limit for our messages while the phone has not announced its own, in encoded octets. */
  readonly defaultMaxMsgSize: { readonly xml: number; readonly wbxml: number };
  /** Share of the phone's announced MaxMsgSize that we use, 0 to 1. */
  readonly maxMsgSizeShare: number;
  /** Upper bound whatever the phone announces. */
  readonly maxMsgSizeCap: number | null;
  /** How long a reply may wait for the cloud side before a go-on message is sent, in milliseconds. */
  readonly replyDeadline: number;
  /**
   * How a reply says after that time that our changes are not ready: `next-message`, Alert 222 beside the Statuses;
   * `empty`, nothing but the header's Status; `busy`, 101 for the header, and the phone asks again with Alert 221. Absent:
   * `next-message`.
   */
  readonly busySignal?: 'next-message' | 'empty' | 'busy';
  /**
   * Where a phone looks when it is told to come back later: the Status of each Alert, or the header's as well. Absent:
   * `alert`.
   */
  readonly retryLater?: 'alert' | 'header';
  /** Put a RespURI into our headers (phones that cannot stand it: Siemens, Sony Ericsson T68i). */
  readonly sendRespUri: boolean;
  /** Keep the full flow with an empty Sync and a map phase for one-way-from-client syncs. */
  readonly completeFromClientOnly: boolean;
  /** Write item data of XML messages in CDATA sections instead of escaping. */
  readonly cdata: boolean;
  /** How it is asked to log in; absent: as the operator set. */
  readonly challenge?: 'md5' | 'mac';
  readonly supportsLargeObjects: boolean;
  readonly supportsNumberOfChanges: boolean;
  readonly maxObjSize: number | null;
  /** Most Delete commands the phone stands in one message; absent means any number. */
  readonly maxDeletesPerMessage?: number;
  /** Added to the Size we declare for a large object (phones that miscount it). */
  readonly declaredSizeOffset?: number;
  /** False: our DevInf goes out without CTCap. */
  readonly serverCtCap?: boolean;
  /**
   * False: a Map that was not acknowledged is gone with its session. What such a phone was sent and did not map it may
   * have all the same, under a LUID nobody knows; only a slow sync tells.
   */
  readonly replaysMaps?: boolean;
  /** True: the Status of a Sync speaks for every change inside that was taken; only the others get one of their own. */
  readonly oneStatusPerSync?: boolean;
  /**
   * True: the phone may leave out the Statuses for what our last message held, and its own last message where there is
   * nothing to map. That it took everything shows from the anchor of its next session.
   */
  readonly omitsLastStatuses?: boolean;
  /** Per datastore of ours: what the phone's counterpart can do. */
  readonly datastores: Readonly<Partial<Record<DatastoreName, DatastoreProfile>>>;
}

export interface DatastoreProfile {
  /** The phone's own name of it (DevInf `SourceRef`), as it wrote it. */
  readonly source: string | null;
  /**
   * The phone keeps these items in this other datastore, beside what belongs there, and has none for them alone: a
   * calendar that holds the tasks too (Nokia S60, Sony Ericsson UIQ).
   */
  readonly within?: DatastoreName;
  /** Longest temporary GUID in octets. */
  readonly maxGuidSize: number;
  readonly capabilities: PhoneCapabilities;
}
