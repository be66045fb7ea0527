/**
 * A worker that hung while its create was under way: by the time the server stored it another worker had pushed the item, and
 * the resource was gone again, deleted by us or by somebody in the cloud, or had given the item another name. Nobody else
 * knows whose it is now; the next refresh would take it for one that came back from a trash bin, or was never away, or is new.
 * It is deleted again, unless somebody changes it before, or the item has been changed here.
 */
import type { AccountId } from '@anchorage/model';
import type { StoredItem, Tables } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import { lockCollection } from '../revisions.ts';
import type { Revisions } from '../revisions.ts';
import { cause } from './scope.ts';
import type { PushScope } from './scope.ts';

/**
 * `written`: what the server stored of us. `named`: its ETag came with the answer to the create itself; one that was read
 * afterwards may be that of what somebody has made of it since. May be repeated.
 */
export async function takeAway(
  scope: PushScope,
  item: StoredItem,
  written: Written,
  named: boolean,
): Promise<void> {
  const isLatest = named && (await isThere(scope, written));
  await deleteAgain(scope, item, async (tx, now, revisions) => {
    const { accountId } = scope;
    if (now.etag === written.etag) return false;
    if (now.deleted) await tx.items.update(accountId, now.id, written, cause);
    else if (isLatest && (await hasLeft(tx, accountId, now, written))) {
      const gone = { ...written, deleted: true, revision: revisions.next() };
      await tx.items.update(accountId, now.id, gone, { kind: 'cloud' });
    } else return false;
    return true;
  });
}

/**
 * The same where the server named no ETag and what it has made of the create cannot be read: whoever deletes it reads it
 * first. It was created where nothing was.
 */
export function takeAwayUnread(scope: PushScope, item: StoredItem, href: string): Promise<void> {
  return deleteAgain(scope, item, async (tx, now) => {
    if (!now.deleted) return false;
    await tx.items.update(scope.accountId, now.id, { href, etag: null, base: null }, cause);
    return true;
  });
}

/** `mark`: makes of the item, as it is now or as what is left of its former name, what is to be deleted; false: it is not. */
async function deleteAgain(
  { tools, accountId, collection }: PushScope,
  item: StoredItem,
  mark: (tx: Tables, now: StoredItem, revisions: Revisions) => Promise<boolean>,
): Promise<void> {
  const isDeleted = await tools.store.transaction(async (tx) => {
    const revisions = await lockCollection(tx, accountId, collection.id, 1);
    const own = await tx.items.get(accountId, item.id);
    const now = own === null ? null : ((await formerName(tx, accountId, own, item)) ?? own);
    if (now === null || !(await mark(tx, now, revisions))) return false;
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

interface Written {
  readonly href: string;
  readonly etag: string;
  readonly base: string;
}

/** Where nobody can tell the item lives on. */
async function isThere({ cloud, signal }: PushScope, { href, etag }: Written): Promise<boolean> {
  try {
    const [answer] = await cloud.fetch([href], signal);
    return answer?.kind === 'found' && answer.etag === etag;
  } catch {
    return false;
  }
}

/**
 * Confirmed by another worker under another ETag, and what is there is what we have created: it found nothing in its place, so
 * that somebody has deleted the other, and there is no change of ours that would keep it alive. Were ours the first, the
 * server would have by now what the other worker has made of it.
 */
async function hasLeft(
  tx: Tables,
  accountId: AccountId,
  now: StoredItem,
  { href }: Written,
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
