/**
 * Deletions of the cloud that a phone is not told before its owner has said so. They are marked at the phone's mappings;
 * deletions of a phone that wait are rows of the journal.
 */
import type { AccountId, DatastoreId, ItemId, MappingId, SessionId } from '@anchorage/model';

/** `held`: waits; `confirmed`: the phone is told next time; `kept`: the phone keeps it, whatever the cloud has. */
export type HoldState = 'held' | 'confirmed' | 'kept';

export interface Holds {
  /**
   * What the phone has of this datastore, how much of that is deleted in the cloud and not decided yet, and how much is
   * held already. Items that live on under the same UID have moved, and are not deleted.
   */
  count(
    accountId: AccountId,
    datastoreId: DatastoreId,
  ): Promise<{ readonly had: number; readonly gone: number; readonly held: number }>;
  /** Holds all that `count` calls gone. One statement: all of it or nothing. */
  hold(accountId: AccountId, datastoreId: DatastoreId, sessionId: SessionId): Promise<void>;
  /** Sessions with deletions that wait, and how many; those whose item is back do not count. */
  list(
    accountId: AccountId,
  ): Promise<readonly { readonly sessionId: SessionId; readonly deletions: number }[]>;
  /** What of a session waits, by id. */
  ofSession(
    accountId: AccountId,
    sessionId: SessionId,
    limit: number,
  ): Promise<readonly { readonly id: MappingId; readonly itemId: ItemId }[]>;
  /** The owner's word for a whole session: the phone is told with its next sync. Returns how many. */
  confirm(accountId: AccountId, sessionId: SessionId): Promise<number>;
  /** The owner's word against some: null when the item lives again. */
  settle(accountId: AccountId, ids: readonly MappingId[], state: 'kept' | null): Promise<void>;
}
