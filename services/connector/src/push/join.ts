/** What a push does when the server's state is not what it thought: merge, or begin anew under another name. */
import { kindOfText } from '@anchorage/pim';
import type { FetchedResource } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { freshIdentity } from '../fresh-identity.ts';
import { newHref } from '../hrefs.ts';
import { keepAside } from '../keep-aside.ts';
import { mergeTheirs } from '../merge-theirs.ts';
import { withUnheard } from '../own-write.ts';
import { readResource } from '../refresh/resource.ts';
import { keepFormerName } from './former-name.ts';
import { giveUp } from './postpone.ts';
import { cause, commit, hasMoved } from './scope.ts';
import type { Identity, PushScope, Step } from './scope.ts';

/** Merges with what is there and goes on from its ETag. Nothing is left to do when both say the same. */
export async function join(
  scope: PushScope,
  item: StoredItem,
  found: Extract<FetchedResource, { kind: 'found' }>,
): Promise<Step> {
  const { accountId, tools } = scope;
  const theirs = readResource(found);
  if (theirs.kind !== 'read') {
    await giveUp(scope, item.id, 'cloud-unreadable');
    return 'done';
  }
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now) || now.deleted) return 'again';
    const ours = await withUnheard(tx.items, accountId, now, theirs);
    const merged = mergeTheirs(theirs.pim, ours, theirs.body);
    if (merged.spoilt) {
      const kept = { reference: `${now.href}#ours`, reason: 'not-mergeable', text: now.body };
      await keepAside(tx, accountId, now, { ...kept, now: tools.clock.now() });
    }
    const { href, etag, uid, body: base } = theirs;
    const news = merged.news ? { revision: revisions.next() } : {};
    await tx.items.update(accountId, item.id, { href, etag, uid, base, body: merged.body, ...news }, cause);
    if (!merged.agreed) return 'again';
    await tx.journal.finish(accountId, item.id, now.revision);
    return 'done';
  });
}

/** Deleted there, changed here: it lives on under another name. */
export async function recreate(scope: PushScope, item: StoredItem): Promise<Step> {
  const { accountId, collection, tools } = scope;
  return commit(scope, item, async (tx, now) => {
    if (hasMoved(item, now)) return 'again';
    const href = newHref(collection.url, kindOfText(now.body) ?? 'event', tools.random);
    await tx.items.update(accountId, item.id, { href, etag: null, base: null }, cause);
    return 'again';
  });
}

/** The UID cannot be had: another of our items has it, or a trash bin. Done once per push, then the item is given up. */
export async function renewIdentity(scope: PushScope, item: StoredItem, identity: Identity): Promise<Step> {
  const { accountId, collection, tools } = scope;
  if (identity.renewals > 0) {
    await giveUp(scope, item.id, 'uid-conflict');
    return 'done';
  }
  identity.renewals += 1;
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now)) return 'again';
    await tx.items.update(accountId, item.id, freshIdentity(collection.url, now.body, tools.random), cause);
    await keepFormerName(scope, tx, now, revisions.next());
    return 'again';
  });
}
