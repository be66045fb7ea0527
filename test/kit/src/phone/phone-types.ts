/**
 * The simulated phone in words: how it is configured, what it remembers, what a sync reports. It is a SyncML client
 * with a mind of its own, written against the specification and not against the gateway, and shares only the codec
 * with it.
 */
import type { DevInf, Encoding, SyncmlVersion } from '@anchorage/syncml-codec';

export interface PhoneOptions {
  /** Where the first message of every session goes. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Source LocURI, e.g. `IMEI:000000000000017`. */
  readonly deviceUri: string;
  /** The phone's datastores by the name used in this API. */
  readonly datastores: Readonly<Record<string, PhoneDatastoreOptions>>;
  readonly version?: SyncmlVersion;
  readonly encoding?: Encoding;
  /** `mac` signs every message in a header of HTTP; `http` logs in by `Authorization` and not in the message. */
  readonly auth?: 'md5' | 'basic' | 'mac' | 'http';
  /** Sent in `Authorization` with every request, whatever `auth` is. */
  readonly httpLogin?: { readonly username: string; readonly password: string };
  /** Announced in every header; null announces none. Encoded octets. */
  readonly maxMsgSize?: number | null;
  /** Announced when `largeObjects`; null announces none. */
  readonly maxObjSize?: number | null;
  readonly largeObjects?: boolean;
  readonly maxGuidSize?: number;
  /** Item texts travel in it, both ways; default UTF-8. */
  readonly charset?: 'UTF-8' | 'ISO-8859-1';
  /** What the declared Size of a large object must exceed its length by; default 0. */
  readonly declaredSizeExtra?: number;
  /** Makes the device information of a certain phone out of the plain one. */
  readonly devInf?: (plain: DevInf) => DevInf;
  readonly manufacturer?: string;
  readonly model?: string;
  /** `first`: Put in the first session only; `always`; `asked`: never by itself, only when the server sends a Get. */
  readonly sendDevInf?: 'first' | 'always' | 'asked';
  readonly sendLocName?: boolean;
  readonly userAgent?: string;
  /** Octets of the longest message it writes, where the server would take a longer one. */
  readonly sendBuffer?: number;
  /** XML: writes item data in CDATA sections. */
  readonly cdata?: boolean;
  /**
   * Maps travel with the statuses, in a message of their own before the `Final`, or behind it when the session should be
   * over; or they are kept for the next session.
   */
  readonly mapWhen?: 'with-statuses' | 'next-message' | 'after-final' | 'next-session';
  /** Ends each message that asks for more with `Final`. */
  readonly finalWithNext?: boolean;
  /** What came with the message that ended package 4 gets no Status. */
  readonly omitsLastStatuses?: boolean;
  /** Takes the Status of a Sync for one of everything inside. */
  readonly oneStatusPerSync?: boolean;
  /** Maps that were not acknowledged are gone when their session is over. */
  readonly forgetsMaps?: boolean;
  /** How items travel in a slow sync. */
  readonly slowCommand?: 'Add' | 'Replace';
  /** Answers a Replace of a lost item by adding it anew (201 and a Map), as S60 does, instead of 404. */
  readonly replaceLostByAdd?: boolean;
  /** After a challenge: go on in the session, or begin a new one at the first URL (SyncEvolution). */
  readonly afterChallenge?: 'continue' | 'restart';
  /** Follows RespURI; some phones never do. */
  readonly followRespUri?: boolean;
  readonly state?: PhoneState;
  readonly now?: () => number;
  readonly transport?: Transport;
  /** Where message `ordinal` (1, 2, ...) of a session really goes, e.g. to several fronts in turn. */
  readonly route?: (url: string, ordinal: number) => string;
  /** Lets a test answer a server command with a status of its own; undefined: the phone behaves. */
  readonly answer?: (question: ServerCommand) => number | undefined;
}

export interface PhoneDatastoreOptions {
  /** Preferred content type, e.g. `text/x-vcard`. */
  readonly type: string;
  /** The phone's own name of it; default `./<name>`. */
  readonly source?: string;
  /** What it calls the server's; default the name. */
  readonly target?: string;
}

export interface ServerCommand {
  readonly datastore: string;
  readonly command: 'Add' | 'Replace' | 'Delete';
  readonly luid: string | null;
  readonly guid: string | null;
  readonly data: string | null;
}

export interface HttpReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
export type Transport = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
) => Promise<HttpReply>;

export type ChangeKind = 'add' | 'replace' | 'delete';
/** Everything a phone keeps when it is switched off; plain JSON. */
export interface PhoneState {
  readonly nonce: string | null;
  readonly sessionCounter: number;
  readonly devInfSent: boolean;
  readonly datastores: Readonly<Record<string, DatastoreState>>;
}
export interface DatastoreState {
  readonly items: Readonly<Record<string, string>>;
  readonly changes: Readonly<Record<string, ChangeKind>>;
  readonly nextLuid: number;
  readonly anchor: string | null;
  /** GUID and LUID of Adds whose Map the server has not acknowledged. */
  readonly maps: readonly { readonly guid: string; readonly luid: string }[];
  /** Where a session broke off that Alert 225 could go on with. */
  readonly interrupted?: Interrupted | null;
}
/** What a phone knows of an interrupted session (DS Protocol 1.2, suspend and resume). */
export interface Interrupted {
  readonly syncType: number;
  /** LUIDs of changes that the server took. */
  readonly accepted: readonly string[];
  /** An object that went out in part, and how many octets of it the server took. */
  readonly partial: { readonly luid: string; readonly octets: number } | null;
  /** An object of the server that came in part. */
  readonly incoming: IncomingPart | null;
}
export interface IncomingPart {
  /** Command and item. */
  readonly key: string;
  /** As declared with the first chunk. */
  readonly size: number | undefined;
  /** Base64. */
  readonly data: string;
}

export interface PhoneFilter {
  /** An expression of the CGI grammar. */
  readonly record?: string;
  /** Names of properties. */
  readonly fields?: readonly string[];
  /** Default none, which means EXCLUSIVE. */
  readonly type?: string;
}

export interface SyncRequest {
  /** Alert code per datastore or for all; default 200. 225 goes on where the last session broke off. */
  readonly type?: number | Readonly<Record<string, number>>;
  /** What it asks to have, per datastore (SyncML 1.2). */
  readonly filters?: Readonly<Record<string, PhoneFilter>>;
  /** What it calls the server's datastore this time, with options behind the name. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Which of them; default all. */
  readonly datastores?: readonly string[];
  /** Ordinals of messages whose reply gets lost once: the phone sends the same bytes again. */
  readonly loseReplyTo?: readonly number[];
  /** The phone disappears after it has read the reply to this message. */
  readonly vanishAfter?: number;
  /** The phone disappears after sending this message, its reply unread. */
  readonly vanishBeforeReplyTo?: number;
  /** The user stops the session after this message: Alert 224 follows. */
  readonly suspendAfter?: number;
  /** Called with every exchange as it went over the wire. */
  readonly onExchange?: (exchange: {
    readonly ordinal: number;
    readonly url: string;
    readonly request: Uint8Array;
    readonly reply: Uint8Array;
  }) => void | Promise<void>;
  /** Gives up after this many messages; default 500. */
  readonly maxMessages?: number;
}

export interface Counts {
  readonly add: number;
  readonly replace: number;
  readonly delete: number;
}
export interface DatastoreReport {
  /** The server's Status for the Alert; null when it never came. */
  readonly alertStatus: number | null;
  /** The kind of sync that was done; null when none was. */
  readonly syncType: number | null;
  readonly sent: Counts;
  readonly received: Counts;
  /** Statuses the server gave to the phone's items, by LUID. */
  readonly itemStatuses: Readonly<Record<string, number>>;
  readonly finished: boolean;
}
export interface SyncReport {
  readonly outcome: 'finished' | 'vanished' | 'suspended' | 'refused';
  /** Statuses the server gave to the headers, one per reply. */
  readonly headerStatuses: readonly number[];
  /** Messages sent, resent ones not counted. */
  readonly messages: number;
  readonly datastores: Readonly<Record<string, DatastoreReport>>;
}

/** `rule`: the server broke a rule; `transport`: no or no HTTP 200 reply; `usage`: the test asked for nonsense. */
export type PhoneErrorCode = 'rule' | 'transport' | 'usage';
export class PhoneError extends Error {
  override readonly name = 'PhoneError';
  readonly code: PhoneErrorCode;
  constructor(code: PhoneErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
