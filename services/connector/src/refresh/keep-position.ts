import type { FillState } from '@anchorage/store';
import type { RefreshScope } from './scope.ts';

/**
 * Stores how far a collection was read, for the newest refresh only. One that hung has looked at what we held before another
 * brought in more; what of that was deleted before it asked the server is missing from its answer, and behind its position
 * nobody would ever say so. Throws `StoreError` (`fenced`).
 */
export async function keepPosition(
  { tools, accountId, collection, fence }: RefreshScope,
  position: string,
  fill: FillState,
): Promise<void> {
  await tools.store.transaction(async (tx) => {
    await tx.collections.checkFence(accountId, collection.id, 'refresh', fence);
    await tx.collections.setPosition(accountId, collection.id, position, fill);
  });
}
