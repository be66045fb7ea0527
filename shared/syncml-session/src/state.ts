/**
 * What a session remembers between two POSTs: plain JSON, versioned, stored by the front. Nobody outside this package
 * looks inside; `statusOf` tells what the front needs.
 */
import type { DatastoreName, SyncType } from '@anchorage/model';
import type { Anchor, DevInf, Dialect } from '@anchorage/syncml-codec';
import type { AuthScheme } from './auth/contract.ts';
import type { Resumable } from './contract.ts';
import type { IncomingObject, LastPiece } from './incoming-object.ts';
import type { OutgoingObject } from './outgoing-object.ts';
import type { Phase } from './phases.ts';

export interface SessionState {
  readonly version: 2;
  phase: Phase;
  readonly sessionId: string;
  readonly dialect: Dialect;
  readonly phone: { readonly uri: string; readonly name: string | null };
  /** What the phone calls us: the Target of its last message. */
  server: string;
  /** MsgID of the phone's last message. */
  clientMsgId: number;
  /** MsgID of our last reply. */
  serverMsgId: number;
  /** The phone's limits as it gave them; a later message may change them. */
  maxMsgSize: number | null;
  maxObjSize: number | null;
  /** The message that was taken in and not answered yet. */
  request: Request | null;
  /** Statuses not sent yet, in the order of the commands they answer. */
  statuses: QueuedStatus[];
  /** Commands of ours other than Sync and Status, not sent yet. */
  commands: QueuedCommand[];
  datastores: DatastoreState[];
  /** Commands we sent whose Status has not come. */
  sent: SentCommand[];
  incoming: IncomingObject | null;
  /** The last piece of a large object that was taken in. */
  lastPiece?: LastPiece | null;
  /** From resumed sessions, until the phone goes on with it: other datastores and items may come first. */
  waiting?: readonly Pick<Resumable, 'incoming' | 'lastPiece'>[];
  outgoing: OutgoingObject | null;
  /** Objects that resumed sessions were sending, until their datastore's turn comes. */
  left?: readonly OutgoingObject[];
  /** Outbox entries of large objects that were sent once more, because the phone had lost them. */
  repeated?: readonly string[];
  devInf: 'unknown' | 'asked' | 'known';
  /** Replies in a row that could only say "go on" to a phone that only said "go on". */
  goOns: number;
  /** Our first reply, with RespURI and our limits, has gone out. */
  greeted: boolean;
  /** How the phone logged in. `mac`: each of its messages shows a credential, of its own. */
  login?: AuthScheme;
  /** The phone asked who we are. */
  challenged?: Challenged;
  /** Commands of ours that the last reply held, for a phone that refused that message as a whole. */
  said?: readonly QueuedCommand[];
  /** MsgID of the last message of ours that closed a package. */
  closed?: number;
  /** MsgID of the newest message of ours that the phone has answered with a Status. Absent: none yet. */
  answered?: number;
  /** MsgID of our first message after the phone closed package 3. */
  package4?: number;
  /** Datastores that were told to come back later. */
  putOff?: readonly DatastoreName[];
}

/** A challenge of the phone, and what became of our credentials (SyncML Sync Protocol 1.1, 3). */
export interface Challenged {
  scheme: AuthScheme;
  /** `NextNonce` as it came: base64; empty for none. */
  nonce: string;
  /** MsgID of the first message of ours that had credentials; null until one went out. */
  since: number | null;
  /** How often it refused them. */
  refusals: number;
  /** It took them for the whole session (212): they are not shown again. */
  settled: boolean;
}

export interface Request {
  readonly msgId: number;
  readonly target: string;
  readonly source: string;
  readonly final: boolean;
  /** Nothing but Statuses and Alerts 221 and 222 was inside. */
  readonly bare: boolean;
  /** It asks for (more of) a package of ours that is complete: its end is sent once more. */
  readonly asksAgain: boolean;
  /** Status for the header. */
  readonly code: number;
  /** Base64 of the nonce to hand out, when the login was md5 or a MAC. */
  readonly nextNonce: string | null;
}

export interface QueuedStatus {
  readonly msgRef: number;
  readonly cmdRef: string;
  readonly cmd: string;
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
  readonly code: number;
  /** Next anchor to echo (Alert). */
  readonly anchorNext?: string;
  /** Name of an unsupported feature (406). */
  readonly feature?: string;
  /** It answers an Alert that asks for the result or for more: not held back while the cloud side is at work. */
  readonly asks?: true;
}

export type QueuedCommand =
  | {
      readonly kind: 'alert';
      readonly code: number;
      readonly datastore: DatastoreName;
      readonly target: string;
      readonly source: string;
      readonly anchor: Anchor;
    }
  /** Alert 223: the named item did not come to its end. */
  | {
      readonly kind: 'no-end-of-data';
      readonly targets: readonly string[];
      readonly sources: readonly string[];
    }
  | {
      readonly kind: 'results';
      readonly msgRef: number;
      readonly cmdRef: string;
      readonly uri: string;
      readonly devInf: DevInf;
    }
  | { readonly kind: 'get'; readonly uri: string };

export interface DatastoreState {
  readonly name: DatastoreName;
  /** Our name as the phone wrote it in its Alert. */
  readonly target: string;
  /** The phone's name of its datastore. */
  readonly source: string;
  syncType: SyncType;
  clientLast: string | null;
  clientNext: string;
  readonly serverNext: string;
  readonly readOnly: boolean;
  /** Its Sync elements cannot be used: our demand for a slow sync has not gone out yet. */
  resend: boolean;
  /** It goes on from a session that broke off. */
  readonly resumes?: true;
  /** A usable Sync element came in. */
  synced: boolean;
  /** The phone's package 3 is complete for it: `datastore-received` went out. */
  received: boolean;
  /** The phone refused our Alert or our Sync, or sent changes that could not be taken. Its anchors stay. */
  failed: boolean;
  /** The phone said 420: no more Adds. */
  full: boolean;
  /** Our first Sync element went out. */
  syncSent: boolean;
  /** Everything we have went out. */
  sentAll: boolean;
  /** Its outbox was seen ready. */
  outboxReady: boolean;
  finished: boolean;
}

export interface SentCommand {
  readonly msg: number;
  readonly cmd: string;
  readonly kind: 'alert' | 'sync' | 'item' | 'chunk';
  readonly datastore: DatastoreName;
  /** Items and chunks: the outbox entry. */
  readonly outboxId?: string;
  /** Items and chunks: how the phone may refer to it, our GUID or its LUID. */
  readonly ref?: string;
  /** Items: the last piece of a large object. */
  readonly pieces?: true;
}
