/**
 * A worker that hung while its create was under way: by the time the server stored it another worker had pushed the item, and
 * the resource was gone again, deleted by us or by somebody in the cloud, or had given the item another name. Nobody else
 * knows whose it is now; the next refresh would take it for one that came back from a trash bin, or was never away, or is new.
 * It is deleted again, unless somebody changes it before, or the item has been changed here.
 */
import type { AccountId } from '@anchorage/model';
import type { StoredItem, Tables } from '@anchorage/store';
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
    const revisions = await lockCollection(tx, accountId, collection.id, 1);
    const own = await tx.items.get(accountId, item.id);
    const now = own === null ? null : ((await formerName(tx, accountId, own, item)) ?? own);
    if (now === null || now.etag === written.etag) return false;
    if (now.deleted) await tx.items.update(accountId, now.id, written, cause);
    else if (await hasLeft(tx, accountId, now, written)) {
      const gone = { ...written, deleted: true, revision: revisions.next() };
      await tx.items.update(accountId, now.id, gone, { kind: 'cloud' });
    } else return false;
    const row = {
      collectionId: collection.id,
      itemId: now.id,
      op: 'delete' as const,
      revision: now.revision,
    };
    await tx.journal.append(accountId, [{ ...row, sessionId: null, createdAt: tools.clock.now() }]);
    return true;
  });
  if (isDeleted) await askFor(tools, { kind: 'push', accountId, collectionId: collection.id });
}

/**
 * Confirmed by another worker, and yet our create found nothing in its place: somebody has deleted it, and there is no change
 * of ours that would keep it alive.
 */
async function hasLeft(
  tx: Tables,
  accountId: AccountId,
  now: StoredItem,
  { href }: { readonly href: string },
): Promise<boolean> {
  if (now.etag === null || now.href !== href) return false;
  return (await tx.journal.pendingOf(accountId, [now.id])).length === 0;
}

/** What `keepFormerName` has left of the item as it was, where it has another name by now. */
async function formerName(
  { items }: Tables,
  accountId: AccountId,
  now: StoredItem,
  { collectionId, href }: StoredItem,
): Promise<StoredItem | null> {
  if (now.href === href) return null;
  const there = await items.byHrefs(accountId, collectionId, [href]);
  return there.find(({ deleted }) => deleted) ?? null;
}
