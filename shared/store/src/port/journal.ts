/** Work towards the cloud, and what neither side could digest. */
import type {
  AccountId,
  CollectionId,
  DatastoreId,
  ItemId,
  JournalId,
  QuarantineId,
  SessionId,
} from '@anchorage/model';

/** `revive`: a put of what the server has deleted, as far as is known. */
export type JournalOp = 'put' | 'revive' | 'delete';

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
  /**
   * Where it was on its way: from a phone, or between us and a cloud, and one of us could not digest it; or to a phone that
   * refused it again and again, or that undoes it by turns with the cloud.
   */
  readonly side: 'phone' | 'cloud' | 'to-phone';
  readonly collectionId: CollectionId | null;
  readonly datastoreId: DatastoreId | null;
  /** LUID or href; of one to a phone the mapping's id. */
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
      readonly side: QuarantineRow['side'];
      readonly collectionId: CollectionId | null;
      readonly datastoreId: DatastoreId | null;
      readonly reference: string;
    },
  ): Promise<void>;
}
