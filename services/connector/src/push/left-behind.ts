/**
 * A worker that hung while its create was under way: by the time the server stored it another worker had pushed the item, and
 * its deletion as well. Nobody else knows whose that resource is; the next refresh would take it for one that came back from
 * a trash bin. It is deleted again, unless somebody changes it before.
 */
import type { StoredItem } from '@anchorage/store';
import { askFor } from '../ask-for.ts';
import { lockCollection } from '../revisions.ts';
import { cause } from './scope.ts';
import type { PushScope } from './scope.ts';

/** `written`: what the server stored of us. May be repeated. */
export async function takeAway(
  { tools, accountId, collection }: PushScope,
  item: StoredItem,
  written: { readonly href: string; readonly etag: string; readonly base: string },
): Promise<void> {
  const isDeleted = await tools.store.transaction(async (tx) => {
    await lockCollection(tx, accountId, collection.id, 1);
    const now = await tx.items.get(accountId, item.id);
    if (now === null || !now.deleted || now.etag === written.etag) return false;
    await tx.items.update(accountId, item.id, written, cause);
    const row = {
      collectionId: collection.id,
      itemId: item.id,
      op: 'delete' as const,
      revision: now.revision,
    };
    await tx.journal.append(accountId, [{ ...row, sessionId: null, createdAt: tools.clock.now() }]);
    return true;
  });
  if (isDeleted) await askFor(tools, { kind: 'push', accountId, collectionId: collection.id });
}
