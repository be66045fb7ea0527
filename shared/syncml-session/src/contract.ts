/**
 * The protocol as values: what goes into the session's state machine and what comes out. No sockets, no clock, no
 * database. The front calls, for each HTTP request:
 *
 *   1. `decodeMessage`                                          (codec)
 *   2. `authenticate(message, dialect, knownLogin, nonces)`      is it who it says it is?
 *   3. `begin(...)` for a first message, or the stored state
 *   4. `receive(state, message, facts)  -> { state, events }`    takes the message in: statuses queue up, items come out
 *   5. carries the events out in one transaction together with the state; waits for the cloud side if it must
 *   6. `compose(state, facts)           -> { state, reply, events }`  writes the reply within the phone's MaxMsgSize
 *   7. stores state, reply bytes and what was sent in one transaction, then answers
 *
 * Between 4 and 6 the process may die: the state says that a message was taken in but not answered, and the phone's
 * resend continues at 5.
 */
import type { DatastoreName, DateWindow, DeviceProfile, SyncType } from '@anchorage/model';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import type { AuthVerdict, KnownLogin } from './auth/contract.ts';
import type { Md5 } from './auth/digest.ts';
import type { SessionEvent } from './events.ts';
import type { IncomingObject, LastPiece } from './incoming-object.ts';
import type { OutgoingObject } from './outgoing-object.ts';

// ---------------------------------------------------------------- facts handed in

export interface ServerFacts {
  /** Absolute URL the phone posted to; our Source LocURI follows what the phone calls us. */
  readonly url: string;
  /** Absolute RespURI with the session token. */
  readonly respUri: string;
  readonly deviceId: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
}

/** Our own login at one phone: name and password of its profile, which has only one pair for both directions. */
export interface ServerLogin extends KnownLogin {
  readonly md5: Md5;
}

/** One of our datastores, as this device may use it. */
export interface DatastoreFacts {
  readonly name: DatastoreName;
  readonly displayName: string;
  /** Anchors of the last finished session; both null before the first. */
  readonly clientAnchor: string | null;
  readonly serverAnchor: string | null;
  /** May the phone not write? In a slow sync its items come out as events all the same, for matching only. */
  readonly readOnly: boolean;
  /** Adds of earlier sessions went out, and no Map came for them. */
  readonly unmapped?: boolean;
  /** What this phone gets of a calendar when it does not say itself; absent: all of it. */
  readonly window?: DateWindow | null;
  /** What an interrupted session of this phone left, if it may be gone on from: see `resumableOf`. */
  readonly resumable?: Resumable | null;
}

/** How far an interrupted session came with one datastore (DS Protocol 1.2, suspend and resume). Plain JSON. */
export interface Resumable {
  readonly syncType: SyncType;
  /** An object of the phone that came in part. */
  readonly incoming: IncomingObject | null;
  /** Its last piece, or the last one of an object that is whole: the phone may not have seen our Status for it. */
  readonly lastPiece: LastPiece | null;
  /** An object of ours that the phone has acknowledged in part. */
  readonly outgoing: OutgoingObject | null;
}

export interface OutboxEntry {
  readonly id: string;
  readonly command: 'add' | 'replace' | 'delete';
  /** Temporary GUID (add) of at most the phone's MaxGUIDSize. */
  readonly guid: string | null;
  /** The phone's LUID (replace, delete). */
  readonly luid: string | null;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
  /** Present where `data` is a part of the whole: which octets it begins with, and how many the whole has. */
  readonly part?: { readonly from: number; readonly size: number };
}

/** What the cloud side has ready for one datastore. */
export interface OutboxFacts {
  /** False while `reconcile` has not finished: nothing may be sent and the package may not end. */
  readonly ready: boolean;
  /**
   * The next entries in order; the front loads at least one and about a message's worth. Of an entry that is in
   * `SessionStatus.begun` the data from that octet on, and of none more than `messageOctets` are needed.
   */
  readonly entries: readonly OutboxEntry[];
  /** The entry among them that is the same as the one which `SessionStatus.left` names: it is gone on with. */
  readonly continues?: string;
  /** True when nothing follows after `entries`. */
  readonly complete: boolean;
  /** All entries of this session, sent or not; for NumberOfChanges. */
  readonly total: number;
}

export interface ReceiveFacts {
  readonly now: number;
  readonly auth: AuthVerdict;
  /** The nonce to put into a Chal of this reply. Raw octets. */
  readonly freshNonce: Uint8Array;
  /** Nobody on the line can read along: our password may be shown to a phone that asks for it in clear. */
  readonly privateLine?: boolean;
  readonly server: ServerFacts;
  readonly profile: DeviceProfile;
  /** DevInf already known of this phone? Else the session asks for it. */
  readonly devInfKnown: boolean;
  readonly datastores: readonly DatastoreFacts[];
  /** Nobody may begin a whole sync now: an Alert that would is answered 417. Those under way and resumed ones go on. */
  readonly noPlace?: boolean;
  /** LUIDs among those named in this message that are mapped, per datastore: for 200/201/211. */
  readonly knownLuids: Readonly<Partial<Record<DatastoreName, ReadonlySet<string>>>>;
  /** Our anchor for this session, per datastore the same: strictly newer than any before. */
  readonly nextAnchor: string;
}

export interface ComposeFacts {
  readonly now: number;
  /** What we log in with at a phone that asks; needed when `SessionStatus.owesCredential` says so. */
  readonly login?: ServerLogin | null;
  readonly server: ServerFacts;
  readonly profile: DeviceProfile;
  readonly outbox: Readonly<Partial<Record<DatastoreName, OutboxFacts>>>;
}

// ---------------------------------------------------------------- the machine

/** What the front must know of a state without looking inside. */
export interface SessionStatus {
  /** Always true: a session begins with an accepted login. */
  readonly authenticated: boolean;
  /** It began with a MAC: each message must show one, and is not taken in without. */
  readonly signed: boolean;
  /** The phone asked who we are: the next reply shows our login. */
  readonly owesCredential: boolean;
  /** A message was taken in and its reply has not been composed yet. */
  readonly awaitingReply: boolean;
  /** Datastores whose outbox must be ready before the reply can say more than "go on". */
  readonly awaitingOutbox: readonly DatastoreName[];
  /** Datastores that `compose` may send from now: load their outbox entries. */
  readonly sending: readonly DatastoreName[];
  /** Over, well or badly. A phone may still send a last message: take it in and answer it as any other. */
  readonly ended: boolean;
  /** All that the phone asked for has been put off. */
  readonly putOff: boolean;
  /** The entry that has gone out in part, and from which octet on it goes on. */
  readonly begun: OutgoingPosition | null;
  /** Entries of resumed sessions that had gone out in part when those broke off, for datastores still to be sent. */
  readonly left: readonly OutgoingPosition[];
}

export interface OutgoingPosition {
  readonly datastore: DatastoreName;
  readonly outboxId: string;
  readonly from: number;
}

export interface Received<State> {
  readonly state: State;
  readonly events: readonly SessionEvent[];
}

export interface Composed<State> {
  readonly state: State;
  readonly reply: Message;
  readonly dialect: Dialect;
  readonly events: readonly SessionEvent[];
}
