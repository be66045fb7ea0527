/**
 * Revisions within one transaction. Reserving them takes the collection's row lock: whoever decides something about a
 * collection does so alone, on rows it has read after this call.
 */
import type { AccountId, CollectionId } from '@anchorage/model';
import type { Tables } from '@anchorage/store';

export interface Revisions {
  next(): number;
}

/** Call it before reading what is decided on. `count`: the most that will be asked for. */
export async function lockCollection(
  tx: Tables,
  accountId: AccountId,
  collectionId: CollectionId,
  count: number,
): Promise<Revisions> {
  const first = await tx.collections.reserveRevisions(accountId, collectionId, Math.max(1, count));
  let used = 0;
  return {
    next() {
      used += 1;
      return first + used - 1;
    },
  };
}
