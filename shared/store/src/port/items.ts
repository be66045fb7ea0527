/** Members of a collection: what we hold, what the server had when we last agreed, and earlier versions. */
import type { AccountId, CollectionId, ItemId, SessionId, UndoId } from '@anchorage/model';

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
  | { readonly kind: 'undo'; readonly undoId: UndoId }
  | { readonly kind: 'push' }
  /** Never the item's body: what a phone had made of it and a conflict decided against. */
  | { readonly kind: 'lost'; readonly sessionId: SessionId };

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
  /**
   * Hrefs of living items that were created from here and that the server has confirmed, but that it has not named since of its
   * own accord: `markListed` has not been told of them.
   */
  unlisted(accountId: AccountId, collectionId: CollectionId): Promise<readonly string[]>;
  markListed(accountId: AccountId, collectionId: CollectionId, hrefs: readonly string[]): Promise<void>;
  /** Items whose revision is greater, in order of revision, deleted ones included. */
  changedSince(
    accountId: AccountId,
    collectionId: CollectionId,
    revision: number,
    limit: number,
  ): Promise<readonly StoredItem[]>;
  countLiving(accountId: AccountId, collectionId: CollectionId): Promise<number>;
  /** Keeps, among the item's versions, what a session's phone had made of it and a conflict decided against. */
  keepLost(accountId: AccountId, id: ItemId, body: string, sessionId: SessionId): Promise<void>;
  /** All of a session that were kept so. */
  lostIn(accountId: AccountId, sessionId: SessionId, limit: number): Promise<readonly ItemVersion[]>;
  /** Kept versions of an item, the latest first. */
  versions(accountId: AccountId, id: ItemId, limit: number): Promise<readonly ItemVersion[]>;
  /** Items that a session or an undo made or changed, in order of their ids, after the given one. */
  touchedBy(
    accountId: AccountId,
    maker: SessionId | UndoId,
    after: ItemId | null,
    limit: number,
  ): Promise<readonly TouchedItem[]>;
  /** Removes versions and tombstones older than `before` that no phone needs any more; returns how many rows went. */
  prune(before: number, limit: number): Promise<number>;
}

/** What a session (or undo) did to an item, and what it is now. */
export interface TouchedItem {
  readonly item: StoredItem;
  /** Before the first of its changes; null: it made the item, or what was before is older than what is kept. */
  readonly before: ItemState | null;
  /** After the last of its changes. */
  readonly after: ItemState;
}

export type ItemState = Pick<StoredItem, 'body' | 'deleted'>;

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
