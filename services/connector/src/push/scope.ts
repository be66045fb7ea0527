import type { AccountId } from '@anchorage/model';
import type { CloudCollection } from '@anchorage/providers';
import type { Collection, StoredItem, Tables } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { lockCollection } from '../revisions.ts';
import type { Revisions } from '../revisions.ts';

/** What every step of one push works on. */
export interface PushScope {
  readonly tools: Tools;
  readonly accountId: AccountId;
  readonly collection: Collection;
  readonly cloud: CloudCollection;
  readonly signal: AbortSignal;
  /** Taken when the push began; a commit is refused once another push has taken a newer one. */
  readonly fence: number;
}

/** How often this push has given an item a new UID and href. */
export interface Identity {
  renewals: number;
}

/** `again`: the item has moved or was prepared; look at it anew. */
export type Step = 'done' | 'again';

/**
 * One transaction about one item, under the collection's lock and this push's fence. `work` gets the item as it is
 * now. Throws `StoreError` (`fenced`) when somebody else pushes this collection by now.
 */
export async function commit(
  { tools, accountId, collection, fence }: PushScope,
  item: StoredItem,
  work: (tx: Tables, now: StoredItem, revisions: Revisions) => Promise<Step>,
): Promise<Step> {
  return tools.store.transaction(async (tx) => {
    await tx.collections.checkFence(accountId, collection.id, 'push', fence);
    const revisions = await lockCollection(tx, accountId, collection.id, 1);
    const now = await tx.items.get(accountId, item.id);
    return now === null ? 'done' : work(tx, now, revisions);
  });
}

/** Has a refresh learned something about the item since the push looked at it? Then its word counts. */
export function hasMoved(before: StoredItem, now: StoredItem): boolean {
  return before.etag !== now.etag || before.base !== now.base || before.href !== now.href;
}

export const cause = { kind: 'push' } as const;
