/**
 * The store's port: what the services may ask of the database. Implemented once, on Kysely, for SQLite and PostgreSQL.
 *
 * Rules
 * - Every row belongs to an account, every method takes the account's id first: nothing is read or written across. But
 *   for what comes before a login (challenges, enrolments, look-ups of a login) and what says "across accounts".
 * - Bodies, views, raw data, replies and credentials are plain here and encrypted in the database (D10).
 * - `transaction` is the only way to write several things at once. Inside it use only the `tx` handed in: SQLite has one
 *   connection, so that a call on the store itself would wait for the transaction that waits for it. Await every call.
 * - A statement that failed (`conflict`, `unavailable`) ends its transaction on both databases: what follows in it is
 *   refused. Answers that are not failed statements (`stale`, `fenced`, `not-found` of an update) leave it usable.
 * - Methods never retry and never swallow: what fails is thrown as `StoreError`.
 * - Times are milliseconds since 1970, revisions are numbers from the collection's counter.
 */
import type {
  AccountId,
  CollectionId,
  ConflictPolicy,
  DatastoreId,
  DatastoreName,
  DeviceId,
  DeviceProfile,
  EnrolmentId,
  InboxId,
  ItemId,
  ItemKind,
  JournalId,
  LinkId,
  MappingId,
  OutboxId,
  QuarantineId,
  SessionId,
  SyncType,
  TenantId,
} from '@anchorage/model';

export interface Store extends Tables {
  /** Commits when `work` resolves, rolls back when it rejects. On PostgreSQL READ COMMITTED; writers check revisions. */
  transaction<T>(work: (tx: Tables) => Promise<T>): Promise<T>;
  /** Throws unless the database answers and its schema is the one this code was written for. */
  check(): Promise<void>;
  close(): Promise<void>;
  readonly keys: Keys;
}

/** Which keys of the ring wrap the accounts' data keys, and their rotation (D10). For operators. Across accounts. */
export interface Keys {
  /** Accounts per key id, `current` among them even when it wraps none yet. */
  status(): Promise<
    readonly { readonly keyId: string; readonly current: boolean; readonly accounts: number }[]
  >;
  /**
   * Wraps data keys with the current key, at most `limit` of those that are wrapped by another. `failed`: accounts whose
   * key is not in the ring. Safe beside running services, and to be repeated until `rewrapped` is 0.
   */
  rewrap(limit: number): Promise<{ readonly rewrapped: number; readonly failed: readonly AccountId[] }>;
}

export interface Tables {
  readonly accounts: Accounts;
  readonly links: Links;
  readonly collections: Collections;
  readonly items: Items;
  readonly devices: Devices;
  readonly datastores: Datastores;
  readonly mappings: Mappings;
  readonly challenges: Challenges;
  readonly enrolments: Enrolments;
  readonly sessions: Sessions;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly quarantine: Quarantine;
  readonly audit: Audit;
}

// ---------------------------------------------------------------- people

export interface Account {
  readonly id: AccountId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** IANA zone of the person; what floating times of phones mean. */
  readonly timeZone: string;
  readonly createdAt: number;
}

export interface Accounts {
  /** Throws `conflict` when the tenant has an account of that name (compared case-insensitively). */
  add(account: {
    readonly name: string;
    readonly timeZone: string;
    readonly tenantId?: TenantId;
  }): Promise<Account>;
  get(id: AccountId): Promise<Account | null>;
  /** Case-insensitive, in the default tenant unless another is named. */
  byName(name: string, tenantId?: TenantId): Promise<Account | null>;
  list(): Promise<readonly Account[]>;
  /** Erases the account with everything that is its own, its data key included. The audit trail stays. */
  remove(id: AccountId): Promise<void>;
}

export type LinkStatus = 'ok' | 'needs-login' | 'paused';
export interface Link {
  readonly id: LinkId;
  readonly accountId: AccountId;
  readonly provider: string;
  /** What the user typed. */
  readonly url: string;
  readonly rootUrl: string;
  readonly username: string;
  readonly status: LinkStatus;
  readonly reason: string | null;
  readonly createdAt: number;
}

export interface Links {
  add(
    accountId: AccountId,
    link: {
      readonly provider: string;
      readonly url: string;
      readonly rootUrl: string;
      readonly username: string;
      readonly password: string;
    },
  ): Promise<Link>;
  get(accountId: AccountId, id: LinkId): Promise<Link | null>;
  list(accountId: AccountId): Promise<readonly Link[]>;
  /** Links of any account that log in at this root with this very name, the oldest first. Across accounts. */
  byLogin(rootUrl: string, username: string): Promise<readonly Link[]>;
  password(accountId: AccountId, id: LinkId): Promise<string>;
  setStatus(accountId: AccountId, id: LinkId, status: LinkStatus, reason: string | null): Promise<void>;
  /** After a new login; the status becomes `ok`. */
  setPassword(accountId: AccountId, id: LinkId, password: string): Promise<void>;
  /** With its collections and their items. Phones keep what they have. */
  remove(accountId: AccountId, id: LinkId): Promise<void>;
}

// ---------------------------------------------------------------- replica

/**
 * `empty`: never read; `filling`: a first read has begun, its pages are being stored; `filled`: complete once, from
 * then on a sync may use it even when the cloud cannot be reached.
 */
export type FillState = 'empty' | 'filling' | 'filled';

export interface Collection {
  readonly id: CollectionId;
  readonly accountId: AccountId;
  readonly linkId: LinkId;
  readonly url: string;
  readonly displayName: string;
  readonly kinds: readonly ItemKind[];
  readonly readOnly: boolean;
  readonly maxResourceSize: number | null;
  /** The provider's sync position as JSON text (`SyncPosition`), opaque here; null before the first page. */
  readonly position: string | null;
  readonly fill: FillState;
  /** When a refresh last ended well, and when the last attempt ended; null if never. */
  readonly refreshedAt: number | null;
  readonly attemptedAt: number | null;
  /** The latest revision given out in this collection. */
  readonly revision: number;
  /** No refresh or push before this time (Retry-After, backoff); null: any time. */
  readonly retryAt: number | null;
  readonly failures: number;
  /** Code of the last failure, for people; null when the last attempt was fine. */
  readonly problem: string | null;
}

export interface NewCollection {
  readonly linkId: LinkId;
  readonly url: string;
  readonly displayName: string;
  readonly kinds: readonly ItemKind[];
  readonly readOnly: boolean;
  readonly maxResourceSize: number | null;
}

export interface Collections {
  /** Inserts or updates by (link, url); never touches position or items. */
  upsert(accountId: AccountId, collection: NewCollection): Promise<Collection>;
  get(accountId: AccountId, id: CollectionId): Promise<Collection | null>;
  list(accountId: AccountId): Promise<readonly Collection[]>;
  /**
   * Reserves `count` revisions and returns the first. Takes the collection's row lock until the transaction ends, so
   * that revisions become visible in order: a reader that has seen n has seen everything below n.
   */
  reserveRevisions(accountId: AccountId, id: CollectionId, count: number): Promise<number>;
  setPosition(accountId: AccountId, id: CollectionId, position: string, fill: FillState): Promise<void>;
  /** After a refresh or push: success clears failures, retryAt and problem. */
  recordAttempt(
    accountId: AccountId,
    id: CollectionId,
    outcome: {
      readonly at: number;
      readonly refreshed: boolean;
      readonly problem: string | null;
      readonly retryAt: number | null;
    },
  ): Promise<void>;
  /** Takes the push fence: returns a number larger than any before. A commit with an older number is refused. */
  takeFence(accountId: AccountId, id: CollectionId): Promise<number>;
  /** Throws `fenced` unless `fence` is still the newest; locks the row until the transaction ends. */
  checkFence(accountId: AccountId, id: CollectionId, fence: number): Promise<void>;
  /** Collections whose journal has pending rows due at `now`: what the sweeper enqueues. Across accounts. */
  withPendingJournal(
    now: number,
    limit: number,
  ): Promise<readonly { readonly accountId: AccountId; readonly id: CollectionId }[]>;
}

export interface StoredItem {
  readonly id: ItemId;
  readonly collectionId: CollectionId;
  readonly uid: string | null;
  /** Where it is, or for one not yet pushed, where it will be created. */
  readonly href: string;
  /** Null until the server has confirmed one (not pushed yet, or the server gave none). */
  readonly etag: string | null;
  /** What we hold to be true now. */
  readonly body: string;
  /** What the server had when we last agreed; null when it never had the item. */
  readonly base: string | null;
  readonly revision: number;
  readonly deleted: boolean;
}

export interface NewStoredItem {
  readonly id: ItemId;
  readonly collectionId: CollectionId;
  readonly uid: string | null;
  readonly href: string;
  readonly etag: string | null;
  readonly body: string;
  readonly base: string | null;
  readonly revision: number;
}

/** Who made a version: kept with it, so that a session can be undone. */
export type Cause =
  | { readonly kind: 'cloud' }
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'push' };

export interface Items {
  insert(accountId: AccountId, items: readonly NewStoredItem[], cause: Cause): Promise<void>;
  /**
   * Writes a new body (and optionally etag, base, href). The version before is kept for 30 days. A new `revision`
   * makes it news for every phone; without one only etag, base or href change.
   */
  update(
    accountId: AccountId,
    id: ItemId,
    change: {
      readonly body?: string;
      readonly base?: string | null;
      readonly etag?: string | null;
      readonly href?: string;
      readonly uid?: string | null;
      readonly revision?: number;
      readonly deleted?: boolean;
    },
    cause: Cause,
  ): Promise<void>;
  get(accountId: AccountId, id: ItemId): Promise<StoredItem | null>;
  many(accountId: AccountId, ids: readonly ItemId[]): Promise<readonly StoredItem[]>;
  /** Living and deleted ones. Chunked inside; any number of hrefs. */
  byHrefs(
    accountId: AccountId,
    collectionId: CollectionId,
    hrefs: readonly string[],
  ): Promise<readonly StoredItem[]>;
  /** Living and deleted ones. */
  byUids(
    accountId: AccountId,
    collectionId: CollectionId,
    uids: readonly string[],
  ): Promise<readonly StoredItem[]>;
  /** Members without bodies, for comparing a listing. `pushed`: the server has confirmed it at least once. */
  index(
    accountId: AccountId,
    collectionId: CollectionId,
  ): Promise<
    readonly {
      readonly id: ItemId;
      readonly href: string;
      readonly etag: string | null;
      readonly pushed: boolean;
    }[]
  >;
  /** Items whose revision is greater, in order of revision, deleted ones included. */
  changedSince(
    accountId: AccountId,
    collectionId: CollectionId,
    revision: number,
    limit: number,
  ): Promise<readonly StoredItem[]>;
  countLiving(accountId: AccountId, collectionId: CollectionId): Promise<number>;
  /** Kept versions of an item, the latest first. */
  versions(accountId: AccountId, id: ItemId, limit: number): Promise<readonly ItemVersion[]>;
  /** Items that a session made or changed, with what each was before: for undo. Null: the session made it. */
  touchedBy(
    accountId: AccountId,
    sessionId: SessionId,
    limit: number,
  ): Promise<readonly { readonly item: StoredItem; readonly before: ItemVersion | null }[]>;
  /** Removes versions and tombstones older than `before` that no phone needs any more; returns how many rows went. */
  prune(before: number, limit: number): Promise<number>;
}

/** What an item was until `replacedBy` changed it. */
export interface ItemVersion {
  readonly itemId: ItemId;
  readonly body: string;
  readonly revision: number;
  readonly deleted: boolean;
  readonly madeBy: Cause;
  readonly replacedBy: Cause;
  readonly replacedAt: number;
}

// ---------------------------------------------------------------- phones

export type DeviceState = 'active' | 'blocked';
export interface Device {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly name: string;
  /** Phone's login, unique over all accounts, lower case. With `passThrough` the cloud's user name as it was typed. */
  readonly username: string;
  /** Null for a login that we gave out ourselves. */
  readonly passThrough: PassThrough | null;
  /** Source LocURI of the phone that uses this login; null until its first sync. */
  readonly deviceUri: string | null;
  readonly userAgent: string | null;
  /** DevInf as JSON text, opaque here. */
  readonly devInf: string | null;
  readonly profile: DeviceProfile | null;
  readonly state: DeviceState;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

/** A device that came in with its user's login at the upstream server. Unique by (upstream, username, deviceUri). */
export interface PassThrough {
  /** The upstream server as the operator named it. */
  readonly upstream: string;
  /** The link that the login belongs to; gone when its owner removed it. */
  readonly linkId: LinkId;
  /** When the upstream server last took the stored password; null: it refused it since. */
  readonly verifiedAt: number | null;
}

export interface Devices {
  /** Throws `conflict` when the login, or the phone of a pass-through login, is there already. */
  add(
    accountId: AccountId,
    device: {
      readonly name: string;
      readonly username: string;
      readonly password: string;
      readonly passThrough?: PassThrough & { readonly deviceUri: string };
    },
  ): Promise<Device>;
  get(accountId: AccountId, id: DeviceId): Promise<Device | null>;
  /** For login, therefore without an account. Case-insensitive; never a pass-through device. */
  byUsername(username: string): Promise<{ readonly device: Device; readonly password: string } | null>;
  /** The pass-through device of one phone of one user; the name letter by letter, because clouds may tell case apart. */
  byUpstream(login: {
    readonly upstream: string;
    readonly username: string;
    readonly deviceUri: string;
  }): Promise<{ readonly device: Device; readonly password: string } | null>;
  list(accountId: AccountId): Promise<readonly Device[]>;
  update(
    accountId: AccountId,
    id: DeviceId,
    change: {
      readonly deviceUri?: string | null;
      readonly userAgent?: string | null;
      readonly devInf?: string | null;
      readonly profile?: DeviceProfile;
      readonly state?: DeviceState;
      readonly lastSeenAt?: number;
      readonly passThrough?: Pick<PassThrough, 'linkId' | 'verifiedAt'>;
    },
  ): Promise<void>;
  setPassword(accountId: AccountId, id: DeviceId, password: string): Promise<void>;
  /** With its datastores, mappings and sessions. */
  remove(accountId: AccountId, id: DeviceId): Promise<void>;
  /** Forgets mappings, anchors and positions of all its datastores: the next sync is a slow one. */
  reset(accountId: AccountId, id: DeviceId): Promise<void>;
}

/** One of our datastores as one device uses it. */
export interface Datastore {
  readonly id: DatastoreId;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly name: DatastoreName;
  readonly policy: ConflictPolicy;
  /** Anchors of the last finished session. */
  readonly clientAnchor: string | null;
  readonly serverAnchor: string | null;
  /** The collections behind it; new items go to the first one that may be written. */
  readonly collections: readonly { readonly id: CollectionId; readonly seenRevision: number }[];
}

export interface Datastores {
  add(
    accountId: AccountId,
    datastore: {
      readonly deviceId: DeviceId;
      readonly name: DatastoreName;
      readonly policy: ConflictPolicy;
      readonly collections: readonly CollectionId[];
    },
  ): Promise<Datastore>;
  get(accountId: AccountId, id: DatastoreId): Promise<Datastore | null>;
  ofDevice(accountId: AccountId, deviceId: DeviceId): Promise<readonly Datastore[]>;
  setAnchors(
    accountId: AccountId,
    id: DatastoreId,
    anchors: { readonly client: string; readonly server: string },
  ): Promise<void>;
  /** Up to which revision of each collection this phone has been served. Adds a collection that was not listed. */
  setSeen(
    accountId: AccountId,
    id: DatastoreId,
    seen: readonly { readonly collectionId: CollectionId; readonly revision: number }[],
  ): Promise<void>;
  /** Reserves `count` temporary GUIDs (short decimal numbers, never given out twice for this datastore). */
  reserveGuids(accountId: AccountId, id: DatastoreId, count: number): Promise<number>;
}

/**
 * (phone, LUID) ↔ (item, occurrence), with what the phone was last shown. `luid` is null while an Add waits for its
 * Map; `guid` is kept for as long as the row lives, so that a late Map finds it.
 */
export interface Mapping {
  readonly id: MappingId;
  readonly datastoreId: DatastoreId;
  readonly luid: string | null;
  readonly guid: string | null;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  /** The phone's view text (see pim); null when unknown. */
  readonly view: string | null;
  /** Revision of the item that `view` shows; an item beyond it is news for this phone. */
  readonly revision: number;
  /** Something was put into an outbox for it and no success came back yet: looked at again in the next session. */
  readonly pending: boolean;
}

export interface NewMapping {
  readonly datastoreId: DatastoreId;
  readonly luid: string | null;
  readonly guid: string | null;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  readonly view: string | null;
  readonly revision: number;
  readonly pending: boolean;
}

export interface Mappings {
  /** Throws `conflict` when the LUID or the (item, occurrence) is mapped already. */
  insert(accountId: AccountId, mappings: readonly NewMapping[]): Promise<void>;
  byLuids(
    accountId: AccountId,
    datastoreId: DatastoreId,
    luids: readonly string[],
  ): Promise<readonly Mapping[]>;
  byGuids(
    accountId: AccountId,
    datastoreId: DatastoreId,
    guids: readonly string[],
  ): Promise<readonly Mapping[]>;
  byItems(
    accountId: AccountId,
    datastoreId: DatastoreId,
    itemIds: readonly ItemId[],
  ): Promise<readonly Mapping[]>;
  /** All of a datastore, in pages by id: for slow syncs and refreshes. */
  page(
    accountId: AccountId,
    datastoreId: DatastoreId,
    after: MappingId | null,
    limit: number,
  ): Promise<readonly Mapping[]>;
  /** Those with `pending` set, by id, after the given one. Cheap when there are none (partial index). */
  pendingOf(
    accountId: AccountId,
    datastoreId: DatastoreId,
    after: MappingId | null,
    limit: number,
  ): Promise<readonly Mapping[]>;
  update(
    accountId: AccountId,
    id: MappingId,
    change: {
      readonly pending?: boolean;
      readonly luid?: string | null;
      readonly guid?: string | null;
      readonly view?: string | null;
      readonly revision?: number;
      readonly itemId?: ItemId;
      readonly recurrenceId?: string;
    },
  ): Promise<void>;
  remove(accountId: AccountId, ids: readonly MappingId[]): Promise<void>;
}

/** Nonces issued to a Source LocURI, known or not. A table without an account: it is asked before login. */
export interface Challenges {
  /** Newest first, at most two; raw octets. */
  get(deviceUri: string): Promise<readonly Uint8Array[]>;
  /** Makes `nonce` the current one and keeps the one before. */
  issue(deviceUri: string, nonce: Uint8Array, now: number): Promise<void>;
  prune(before: number): Promise<number>;
}

/** `pending`: the upstream server has not been asked or did not answer; `refused`: it does not take this password. */
export type EnrolmentState = 'pending' | 'refused';
/** A login that a phone typed and that the upstream server has to judge. Gone when it was found good, or given up. */
export interface Enrolment {
  readonly id: EnrolmentId;
  readonly upstream: string;
  readonly username: string;
  readonly deviceUri: string;
  readonly state: EnrolmentState;
  readonly attempts: number;
  /** Pending: the next try; refused: how long that is remembered. */
  readonly dueAt: number;
  readonly createdAt: number;
}

/**
 * Belongs to no account yet. One row per login and phone, found again by a keyed hash of the login; the password is
 * sealed by a key of the ring's own for this purpose and erased with the verdict.
 */
export interface Enrolments {
  /**
   * The row of this login and phone, made if there is none. A refusal that is still remembered answers for every phone
   * with the same login. Null when `most` rows are there already.
   */
  ask(
    login: {
      readonly upstream: string;
      readonly username: string;
      readonly password: string;
      readonly deviceUri: string;
    },
    most: number,
  ): Promise<Enrolment | null>;
  get(id: EnrolmentId): Promise<Enrolment | null>;
  /** Throws `not-found` when it is not pending, `sealed` when the ring's key has gone. */
  password(id: EnrolmentId): Promise<string>;
  /** Pending ones due at `now`: for the sweeper. */
  due(now: number, limit: number): Promise<readonly EnrolmentId[]>;
  /** Removes a pending row; false when somebody else was faster. In a transaction nobody else can take it then. */
  take(id: EnrolmentId): Promise<boolean>;
  /** Erases the password and remembers the refusal until then. */
  refuse(id: EnrolmentId, until: number): Promise<void>;
  /** Counts an attempt. */
  postpone(id: EnrolmentId, dueAt: number): Promise<void>;
  /** Removes refusals that are over at `now` and rows made before `before`; returns how many. */
  prune(now: number, before: number): Promise<number>;
}

// ---------------------------------------------------------------- sessions

export type SessionPhase = 'open' | 'finished' | 'aborted';
export interface SessionRow {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  /** Unguessable; travels in RespURI. */
  readonly token: string;
  readonly peerUri: string;
  readonly peerSessionId: string;
  /** syncml-session's state as JSON text, opaque here. */
  readonly state: string;
  /** Grows with every write; a writer names the one it read. */
  readonly version: number;
  readonly phase: SessionPhase;
  /** SHA-256 of the last request taken in, hex; null before the first. */
  readonly lastRequest: string | null;
  readonly lastMsgId: number;
  /** The bytes of the last reply with their media type; null while the last request is unanswered. */
  readonly lastReply: { readonly body: Uint8Array; readonly contentType: string } | null;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly outcome: string | null;
}

/** A datastore's part of a session. `received`: the phone has sent all; `reconciled`: the outbox is complete. */
export type PartState = 'open' | 'received' | 'reconciled' | 'finished';
export interface SessionPart {
  readonly sessionId: SessionId;
  readonly datastoreId: DatastoreId;
  readonly datastore: DatastoreName;
  readonly syncType: SyncType;
  readonly state: PartState;
  readonly clientNext: string;
  readonly serverNext: string;
  /** Revisions the outbox was built from; become the datastore's `seenRevision` when it finishes. */
  readonly seen: readonly { readonly collectionId: CollectionId; readonly revision: number }[];
  /** Counts and codes for the report, by name. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface NewSession {
  readonly id: SessionId;
  readonly deviceId: DeviceId;
  readonly token: string;
  readonly peerUri: string;
  readonly peerSessionId: string;
  readonly state: string;
  readonly lastRequest: string;
  readonly lastMsgId: number;
  readonly startedAt: number;
}

export interface Sessions {
  insert(accountId: AccountId, session: NewSession): Promise<SessionRow>;
  byToken(token: string): Promise<SessionRow | null>;
  /** The newest of a peer's sessions with that SessionID, for phones that ignore RespURI. */
  byPeer(peerUri: string, peerSessionId: string): Promise<SessionRow | null>;
  get(accountId: AccountId, id: SessionId): Promise<SessionRow | null>;
  /** Open sessions of a device other than `except`. */
  openOf(accountId: AccountId, deviceId: DeviceId, except: SessionId | null): Promise<readonly SessionRow[]>;
  list(accountId: AccountId, limit: number): Promise<readonly SessionRow[]>;
  /** Throws `stale` when `version` is not the row's: somebody else answered meanwhile; read it again. */
  update(
    accountId: AccountId,
    id: SessionId,
    version: number,
    change: {
      readonly state?: string;
      readonly phase?: SessionPhase;
      readonly lastRequest?: string;
      readonly lastMsgId?: number;
      readonly lastReply?: { readonly body: Uint8Array; readonly contentType: string } | null;
      readonly outcome?: string;
      readonly updatedAt: number;
    },
  ): Promise<void>;
  /** Opens, or reopens with another sync type, a datastore's part; forgets its inbox and outbox if there were any. */
  openPart(
    accountId: AccountId,
    part: {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly datastore: DatastoreName;
      readonly syncType: SyncType;
      readonly clientNext: string;
      readonly serverNext: string;
    },
  ): Promise<void>;
  parts(accountId: AccountId, id: SessionId): Promise<readonly SessionPart[]>;
  updatePart(
    accountId: AccountId,
    id: SessionId,
    datastoreId: DatastoreId,
    change: {
      readonly state?: PartState;
      readonly seen?: SessionPart['seen'];
      readonly counts?: Readonly<Record<string, number>>;
    },
  ): Promise<void>;
  /** Parts in state `received`, for the sweeper: their reconcile job may have been lost. Across accounts. */
  unreconciled(limit: number): Promise<
    readonly {
      readonly accountId: AccountId;
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
    }[]
  >;
  /** Open sessions not touched since `before`. Across accounts; those of an account whose key is missing are left out. */
  idle(before: number, limit: number): Promise<readonly SessionRow[]>;
  /** Removes ended sessions not touched since `before` that have no pending inbox row; returns how many. */
  prune(before: number, limit: number): Promise<number>;
}

export type InboxState = 'pending' | 'done' | 'quarantined';
export interface InboxRow {
  readonly id: InboxId;
  readonly sessionId: SessionId;
  readonly datastoreId: DatastoreId;
  /** Order of arrival within the session. */
  readonly seq: number;
  readonly command: 'add' | 'replace' | 'delete';
  readonly luid: string;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
  readonly state: InboxState;
}

export interface Inbox {
  /** Appends in order. */
  append(
    accountId: AccountId,
    rows: readonly {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly command: InboxRow['command'];
      readonly luid: string;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
    }[],
  ): Promise<void>;
  /** The next rows in state `pending` with a seq above `afterSeq` (0: from the first), by seq. */
  pending(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    afterSeq: number,
    limit: number,
  ): Promise<readonly InboxRow[]>;
  /** LUIDs received in this session so far, whatever their state. */
  luids(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<readonly string[]>;
  settle(accountId: AccountId, ids: readonly InboxId[], state: 'done' | 'quarantined'): Promise<void>;
  /**
   * Pending rows of sessions that ended without a reconcile: what a phone got a 2xx for is not dropped. Across
   * accounts, or of one datastore.
   */
  orphaned(
    limit: number,
    of?: { readonly accountId: AccountId; readonly datastoreId: DatastoreId },
  ): Promise<
    readonly {
      readonly accountId: AccountId;
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
    }[]
  >;
}

/** `queued`: not sent; `sent`: in a reply; `done`/`failed`: the phone's Status came. */
export type OutboxState = 'queued' | 'sent' | 'done' | 'failed';
export interface OutboxRow {
  readonly id: OutboxId;
  readonly sessionId: SessionId;
  readonly datastoreId: DatastoreId;
  readonly seq: number;
  readonly command: 'add' | 'replace' | 'delete';
  readonly guid: string | null;
  readonly luid: string | null;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
  readonly size: number;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  /** Of the item, when the row was written: what the mapping will say once the phone has it. */
  readonly revision: number;
  readonly state: OutboxState;
  readonly status: number | null;
}

export interface Outbox {
  /** Appends in order; a row for the same (session, datastore, item, occurrence) is replaced while still queued. */
  append(
    accountId: AccountId,
    rows: readonly {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly command: OutboxRow['command'];
      readonly guid: string | null;
      readonly luid: string | null;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
      readonly itemId: ItemId;
      readonly recurrenceId: string;
      readonly revision: number;
    }[],
  ): Promise<void>;
  /** Drops what is still queued, so that the outbox can be written anew. */
  clear(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<void>;
  /** The next queued rows by seq: at least one if there is one, then up to `maxOctets` of data and `limit` rows. */
  next(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    maxOctets: number,
    limit: number,
  ): Promise<{ readonly rows: readonly OutboxRow[]; readonly complete: boolean }>;
  count(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<number>;
  get(accountId: AccountId, ids: readonly OutboxId[]): Promise<readonly OutboxRow[]>;
  setState(
    accountId: AccountId,
    ids: readonly OutboxId[],
    state: OutboxState,
    status: number | null,
  ): Promise<void>;
  /** Rows of a session, for its report; without data. */
  ofSession(accountId: AccountId, sessionId: SessionId): Promise<readonly Omit<OutboxRow, 'data'>[]>;
}

// ---------------------------------------------------------------- work towards the cloud

export type JournalOp = 'put' | 'delete';
export type JournalState = 'pending' | 'held' | 'done' | 'failed';
export interface JournalRow {
  readonly id: JournalId;
  readonly collectionId: CollectionId;
  readonly itemId: ItemId;
  readonly op: JournalOp;
  /** Of the item when the row was written. */
  readonly revision: number;
  readonly state: JournalState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly reason: string | null;
  readonly sessionId: SessionId | null;
  readonly createdAt: number;
}

export interface Journal {
  append(
    accountId: AccountId,
    rows: readonly {
      readonly collectionId: CollectionId;
      readonly itemId: ItemId;
      readonly op: JournalOp;
      readonly revision: number;
      readonly sessionId: SessionId | null;
      readonly createdAt: number;
    }[],
  ): Promise<void>;
  /** Pending rows due at `now`, oldest first. */
  due(
    accountId: AccountId,
    collectionId: CollectionId,
    now: number,
    limit: number,
  ): Promise<readonly JournalRow[]>;
  /** Pending rows of these items: an item with one has local changes that the server lacks. */
  pendingOf(accountId: AccountId, itemIds: readonly ItemId[]): Promise<readonly JournalRow[]>;
  /** Marks every pending row of the item up to `revision` as done. */
  finish(accountId: AccountId, itemId: ItemId, revision: number): Promise<void>;
  /** Counts an attempt and puts the row off; `failed` ends it. */
  postpone(
    accountId: AccountId,
    id: JournalId,
    change: {
      readonly dueAt: number;
      readonly reason: string;
      readonly state: 'pending' | 'failed' | 'held';
    },
  ): Promise<void>;
  /** Rows in one of these states, oldest first: for people who confirm, replay or look. */
  list(accountId: AccountId, states: readonly JournalState[], limit: number): Promise<readonly JournalRow[]>;
  /** Sends rows that were `held` or `failed` on their way again: pending, due at `now`, attempts from 0. */
  release(accountId: AccountId, ids: readonly JournalId[], now: number): Promise<void>;
  /** Drops rows that were `held` or `failed`: the owner's word against them. */
  discard(accountId: AccountId, ids: readonly JournalId[]): Promise<void>;
  /** Removes rows that are done and were created before `before`; returns how many. */
  prune(before: number, limit: number): Promise<number>;
  /** Not done yet, per collection of the account. */
  openCounts(accountId: AccountId): Promise<
    readonly {
      readonly collectionId: CollectionId;
      readonly pending: number;
      readonly held: number;
      readonly failed: number;
      readonly nextDueAt: number | null;
    }[]
  >;
}

export interface QuarantineRow {
  readonly id: QuarantineId;
  /** Which side could not digest it. */
  readonly side: 'phone' | 'cloud';
  readonly collectionId: CollectionId | null;
  readonly datastoreId: DatastoreId | null;
  /** LUID or href. */
  readonly reference: string;
  readonly reason: string;
  /** The raw text as it came. */
  readonly raw: Uint8Array;
  readonly createdAt: number;
}

export interface Quarantine {
  /** One row per (side, collection or datastore, reference): a later one replaces the earlier. */
  put(accountId: AccountId, row: Omit<QuarantineRow, 'id'>): Promise<void>;
  list(accountId: AccountId): Promise<readonly QuarantineRow[]>;
  remove(accountId: AccountId, id: QuarantineId): Promise<void>;
  /** When the reference has been digested after all. */
  resolve(
    accountId: AccountId,
    key: {
      readonly side: 'phone' | 'cloud';
      readonly collectionId: CollectionId | null;
      readonly datastoreId: DatastoreId | null;
      readonly reference: string;
    },
  ): Promise<void>;
}

export interface Audit {
  add(
    accountId: AccountId | null,
    entry: {
      readonly at: number;
      readonly actor: string;
      readonly action: string;
      readonly subject: string | null;
    },
  ): Promise<void>;
  /** Newest first. Null: of all accounts and of none, for operators. */
  list(
    accountId: AccountId | null,
    limit: number,
  ): Promise<
    readonly {
      readonly at: number;
      readonly actor: string;
      readonly action: string;
      readonly subject: string | null;
    }[]
  >;
}

// ---------------------------------------------------------------- errors and opening

export const storeErrorCodes = [
  'conflict',
  'stale',
  'fenced',
  'not-found',
  'unavailable',
  'schema',
  'sealed',
] as const;
/** `sealed`: the key that unwraps this account's data is missing or wrong. */
export type StoreErrorCode = (typeof storeErrorCodes)[number];

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
