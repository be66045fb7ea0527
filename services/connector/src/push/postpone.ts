/** Rows that could not be pushed: later, or never with the reason shown to people. */
import type { ItemId } from '@anchorage/model';
import { keepAside } from '../keep-aside.ts';
import type { PushScope } from './scope.ts';

export async function postpone(
  scope: PushScope,
  itemId: ItemId,
  dueAt: number,
  reason: string,
): Promise<void> {
  const { tools, accountId, collection, fence } = scope;
  await tools.store.transaction(async (tx) => {
    await tx.collections.checkFence(accountId, collection.id, 'push', fence);
    for (const row of await tx.journal.pendingOf(accountId, [itemId])) {
      await tx.journal.postpone(accountId, row.id, { dueAt, reason, state: 'pending' });
    }
  });
}

/** The rows end as failed; the item's text is kept aside, so that nothing is merely gone. */
export async function giveUp(scope: PushScope, itemId: ItemId, reason: string): Promise<void> {
  const { tools, accountId, collection, fence } = scope;
  const now = tools.clock.now();
  await tools.store.transaction(async (tx) => {
    await tx.collections.checkFence(accountId, collection.id, 'push', fence);
    for (const row of await tx.journal.pendingOf(accountId, [itemId])) {
      await tx.journal.postpone(accountId, row.id, { dueAt: now, reason, state: 'failed' });
    }
    const item = await tx.items.get(accountId, itemId);
    if (item !== null)
      await keepAside(tx, accountId, item, { reference: item.href, reason, text: item.body, now });
  });
}
