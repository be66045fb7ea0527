/** Sessions, resumable by anyone: state, last reply, and a part for each datastore. */
import type {
  AccountId,
  CollectionId,
  DatastoreId,
  DatastoreName,
  DeviceId,
  ItemId,
  SessionId,
  SyncFilter,
  SyncType,
  TenantId,
} from '@anchorage/model';

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
  /** Entries of the phone that bear the name of an item they were not paired with: the first of them. */
  readonly doubtful: readonly DoubtfulPair[];
  /** The interrupted session this part goes on from; null for one that began at the beginning. */
  readonly resumes: SessionId | null;
  /** What the phone asked to have in this session; null: everything. */
  readonly filter: SyncFilter | null;
}

export interface DoubtfulPair {
  readonly luid: string;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
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
  /** See `Sessions.places`. */
  readonly place?: string | null;
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
      readonly place?: string;
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
      readonly resumes?: SessionId | null;
      readonly filter?: SyncFilter | null;
    },
  ): Promise<void>;
  /**
   * The newest session, `except` one, that has a part for the datastore; with `spent` when the phone was reset since.
   * Null without any.
   */
  latestWith(
    accountId: AccountId,
    datastoreId: DatastoreId,
    except: SessionId | null,
  ): Promise<{ readonly session: SessionRow; readonly part: SessionPart; readonly spent: boolean } | null>;
  /** The same, of the sessions that began before that one. */
  previousWith(
    accountId: AccountId,
    datastoreId: DatastoreId,
    before: SessionId,
  ): ReturnType<Sessions['latestWith']>;
  parts(accountId: AccountId, id: SessionId): Promise<readonly SessionPart[]>;
  updatePart(
    accountId: AccountId,
    id: SessionId,
    datastoreId: DatastoreId,
    change: {
      readonly state?: PartState;
      readonly seen?: SessionPart['seen'];
      readonly counts?: Readonly<Record<string, number>>;
      readonly doubtful?: SessionPart['doubtful'];
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
  /**
   * Open sessions that hold a place (the name of the process that gave it) and were touched at `since` or later. Across
   * accounts, or those of one tenant; of one process where `place` names it; `except` a device's own.
   */
  places(which: {
    readonly since: number;
    readonly place?: string;
    readonly tenantId?: TenantId;
    readonly except?: { readonly accountId: AccountId; readonly deviceId: DeviceId };
  }): Promise<number>;
  /** Open sessions not touched since `before`. Across accounts; those of an account whose key is missing are left out. */
  idle(before: number, limit: number): Promise<readonly SessionRow[]>;
  /**
   * Removes ended sessions not touched since `before` that have no pending inbox row and no Add whose Map never came;
   * returns how many.
   */
  prune(before: number, limit: number): Promise<number>;
}
