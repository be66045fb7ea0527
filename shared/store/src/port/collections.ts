/** The replica of an address book or calendar: where it is, how far it was read, what it is worth. */
import type { AccountId, CollectionId, ItemKind, LinkId } from '@anchorage/model';

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

/** What only one worker at a time may do to a collection. A push and a refresh may be at it together. */
export type FencedWork = 'push' | 'refresh';

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
  /** Returns a number larger than any before for this work. A commit with an older number is refused. */
  takeFence(accountId: AccountId, id: CollectionId, work: FencedWork): Promise<number>;
  /** Throws `fenced` unless `fence` is still the newest of this work; locks the row until the transaction ends. */
  checkFence(accountId: AccountId, id: CollectionId, work: FencedWork, fence: number): Promise<void>;
  /** Collections whose journal has pending rows due at `now`: what the sweeper enqueues. Across accounts. */
  withPendingJournal(
    now: number,
    limit: number,
  ): Promise<readonly { readonly accountId: AccountId; readonly id: CollectionId }[]>;
}
