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
import type {
  Anchors,
  DatastoreName,
  DateWindow,
  DeviceProfile,
  SyncFilter,
  SyncType,
} from '@anchorage/model';
import type { DevInf, Dialect, Message } from '@anchorage/syncml-codec';
import type { Md5 } from './auth/digest.ts';
import type { IncomingObject, LastPiece } from './incoming-object.ts';
import type { OutgoingObject } from './outgoing-object.ts';

// ---------------------------------------------------------------- authentication

export interface KnownLogin {
  readonly username: string;
  readonly password: string;
}

/** Nonces we issued to this Source LocURI, newest first: at most the current one and the one before. Raw octets. */
export type IssuedNonces = readonly Uint8Array[];

/** What came beside a message. Null for a transport that has no headers. */
export interface TransportCredentials {
  /** `x-syncml-hmac` as it came, and the MD5 of the message's octets, which it signs. */
  readonly mac: { readonly header: string; readonly bodyDigest: Uint8Array } | null;
  /** `Authorization` as it came. */
  readonly authorization: string | null;
}

export type AuthScheme = 'basic' | 'md5' | 'mac';

export type AuthVerdict =
  /** 212, or 200 for a MAC, which holds for its message only. `scheme` decides whether the reply carries the next nonce. */
  | { readonly kind: 'accepted'; readonly scheme: AuthScheme }
  /** 401 wrong, 407 missing, 406 unknown scheme, 415 unknown format. */
  | { readonly kind: 'refused'; readonly status: 401 | 406 | 407 | 415 }
  /** Later message of an authenticated session. */
  | { readonly kind: 'not-needed' };

/**
 * The user name a message claims: Source/LocName, or the part before the first colon of a basic credential, or what its
 * `x-syncml-hmac` says. `http`: nothing in the message, but a basic login in `Authorization`.
 */
export type ClaimedUser = {
  readonly username: string | null;
  readonly scheme: AuthScheme | 'http' | 'none' | 'unknown';
};

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

// ---------------------------------------------------------------- events that come out

export type SessionEvent =
  /** Store it, find the profile anew. */
  | { readonly kind: 'device-info'; readonly devInf: DevInf }
  /**
   * An Alert was accepted: open the datastore's part of the session, start `refresh`. Comes again for the same
   * datastore when the phone repeats package 1; the later one holds.
   */
  | {
      readonly kind: 'datastore-opened';
      readonly datastore: DatastoreName;
      /** The phone's name of its datastore. */
      readonly source: string;
      readonly syncType: SyncType;
      readonly client: Anchors;
      readonly serverNext: string;
      /** What the phone is to have of it in this session; absent: everything. A resumed one keeps its first. */
      readonly filter?: SyncFilter;
      /** It goes on where the interrupted session of `DatastoreFacts.resumable` broke off. */
      readonly resumes?: true;
      /** By its anchor the phone took all that its last session was sent, whether or not it said so. */
      readonly confirmsLast?: true;
      /** Every item travels: a slow sync, a refresh from the phone, a phone's first refresh from us. */
      readonly whole?: true;
    }
  /** Its Alert was answered 417, see `ReceiveFacts.noPlace`: nothing is opened. */
  | { readonly kind: 'datastore-put-off'; readonly datastore: DatastoreName }
  /** The phone demanded a slow sync after all (508 on our Alert, or a late Alert 201). */
  | { readonly kind: 'sync-type-changed'; readonly datastore: DatastoreName; readonly syncType: SyncType }
  /** One change from the phone: an inbox row. `data` is decoded from b64 where Format said so. */
  | {
      readonly kind: 'item-received';
      readonly datastore: DatastoreName;
      readonly command: 'add' | 'replace' | 'delete';
      readonly luid: string;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
    }
  /**
   * A piece of a large object, after its transfer encoding: to be kept behind the `offset` octets of the same datastore
   * and LUID that are there already, in this session or in the one it resumes. Offset 0 begins the object, whatever was
   * there.
   */
  | {
      readonly kind: 'piece-received';
      readonly datastore: DatastoreName;
      readonly command: 'add' | 'replace';
      readonly luid: string;
      readonly contentType: string | null;
      readonly offset: number;
      readonly octets: Uint8Array;
    }
  /** All pieces of the object are there: they are an inbox row now. */
  | { readonly kind: 'object-received'; readonly datastore: DatastoreName; readonly luid: string }
  /** The object will not come to its end: its pieces are to be forgotten. May come without any. */
  | { readonly kind: 'object-dropped'; readonly datastore: DatastoreName; readonly luid: string }
  /**
   * The phone has sent everything for this datastore (package 3 ended): enqueue `reconcile`. Comes again for the same
   * datastore when the phone repeats package 3; what is settled already is found settled.
   */
  | { readonly kind: 'datastore-received'; readonly datastore: DatastoreName }
  /** An outbox entry went into the reply that `compose` returned. */
  | { readonly kind: 'item-sent'; readonly outboxId: string }
  /** The phone never saw the reply the entry went into, and package 4 begins again: the entry waits once more. */
  | { readonly kind: 'item-unsent'; readonly outboxId: string }
  /**
   * The phone's Status for an outbox entry; 300 and above is a failure. Also ours, without an `item-sent`, for an entry
   * that cannot go: 413 too large, 415 not fit for XML, 420 the phone is full, 412 neither GUID nor LUID.
   */
  | { readonly kind: 'item-answered'; readonly outboxId: string; readonly status: number }
  /** A Map item: the phone gave this LUID to our temporary GUID. May come again, or in a later session. */
  | {
      readonly kind: 'item-mapped';
      readonly datastore: DatastoreName;
      readonly guid: string;
      readonly luid: string;
    }
  /**
   * Both sides are done with this datastore: advance anchors and position with the state. `clientNext` is the phone's
   * anchor as it said it last, which a late or repeated Alert may have changed.
   */
  | { readonly kind: 'datastore-finished'; readonly datastore: DatastoreName; readonly clientNext: string }
  | { readonly kind: 'session-ended'; readonly outcome: 'finished' | 'aborted'; readonly reason: string };

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
