/** Deletes one resource, unless somebody changed it meanwhile: then the server's version lives on. */
import { kindOfText } from '@anchorage/pim';
import type { FetchedResource } from '@anchorage/providers';
import { DavError } from '@anchorage/providers';
import type { StoredItem, Tables } from '@anchorage/store';
import { digest } from '../digest.ts';
import { newHref } from '../hrefs.ts';
import { isOwnWrite } from '../own-write.ts';
import { readResource } from '../refresh/resource.ts';
import { giveUp } from './postpone.ts';
import { isOfAnother } from './put.ts';
import { cause, commit, hasMoved } from './scope.ts';
import type { PushScope, Step } from './scope.ts';

type Found = Extract<FetchedResource, { kind: 'found' }>;

export async function pushDelete(scope: PushScope, item: StoredItem): Promise<Step> {
  if (item.etag === null) return deleteUnconfirmed(scope, item);
  const outcome = await scope.cloud.delete({ href: item.href, etag: item.etag }, scope.signal);
  if (outcome.kind === 'deleted') return conclude(scope, item);
  if (outcome.kind === 'refused') {
    // It lives on there, so it does here: phones get it back. The row that failed can be sent on its way again.
    await commit(scope, item, async (tx, now, revisions) => {
      if (now.deleted && now.base !== null && !hasMoved(item, now)) {
        const alive = { body: now.base, deleted: false, revision: revisions.next() };
        await tx.items.update(scope.accountId, item.id, alive, cause);
      }
      return 'done';
    });
    await giveUp(scope, item.id, `refused ${outcome.status} ${outcome.reason}`.trim());
    return 'done';
  }
  const found = await read(scope, item.href);
  return found === null ? conclude(scope, item) : compare(scope, item, found);
}

/** The server may have it all the same: a PUT can arrive although nobody heard of it. */
async function deleteUnconfirmed(scope: PushScope, item: StoredItem): Promise<Step> {
  const found = (await read(scope, item.href)) ?? (await readByUid(scope, item));
  if (found === null) return conclude(scope, item);
  if (item.base !== null) return compare(scope, item, found);
  const { accountId } = scope;
  return commit(scope, item, async (tx, now) => {
    if (hasMoved(item, now) || !now.deleted) return 'again';
    await tx.items.update(
      accountId,
      item.id,
      { href: found.href, etag: found.etag, base: found.body },
      cause,
    );
    return 'again';
  });
}

async function readByUid(scope: PushScope, item: StoredItem): Promise<Found | null> {
  if (item.uid === null || item.base !== null) return null;
  const answer = await scope.cloud.findByUid(item.uid, scope.signal);
  if (answer?.kind !== 'found' || (await isOfAnother(scope, item, answer.href))) return null;
  return answer;
}

/** Another ETag around a text that we know, or wrote ourselves, is no reason to keep it; another text is. */
async function compare(scope: PushScope, item: StoredItem, found: Found): Promise<Step> {
  const { accountId } = scope;
  const theirs = readResource(found);
  const base = item.base;
  const known = digest(
    () => base !== null && theirs.kind === 'read' && theirs.pim.normalise(base) === theirs.normal,
  );
  const isOurs = async ({ items }: Tables, now: StoredItem): Promise<boolean> =>
    theirs.kind === 'read' && (await isOwnWrite(items, accountId, now, theirs));
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now) || !now.deleted) return 'again';
    const change = { href: found.href, etag: found.etag, base: found.body };
    const isKnown = (known.ok && known.value) || (await isOurs(tx, now));
    if (isKnown) {
      await tx.items.update(accountId, item.id, change, cause);
      return 'again';
    }
    const alive = { body: found.body, deleted: false, revision: revisions.next() };
    await tx.items.update(accountId, item.id, { ...change, ...alive }, cause);
    await tx.journal.finish(accountId, item.id, now.revision);
    return 'done';
  });
}

/** It has gone from the server. Should it live again here by now, it is created anew. */
async function conclude(scope: PushScope, item: StoredItem): Promise<Step> {
  const { accountId, collection, tools } = scope;
  return commit(scope, item, async (tx, now) => {
    await tx.journal.finish(accountId, item.id, item.revision);
    if (now.deleted) return 'done';
    const href = newHref(collection.url, kindOfText(now.body) ?? 'event', tools.random);
    await tx.items.update(accountId, item.id, { href, etag: null, base: null }, cause);
    const row = { collectionId: collection.id, itemId: item.id, op: 'put' as const, revision: now.revision };
    await tx.journal.append(accountId, [{ ...row, sessionId: null, createdAt: tools.clock.now() }]);
    return 'again';
  });
}

async function read(scope: PushScope, href: string): Promise<Found | null> {
  const [answer] = await scope.cloud.fetch([href], scope.signal);
  if (answer?.kind === 'found') return answer;
  if (answer?.kind === 'gone') return null;
  throw new DavError('server-failure', 'a resource that exists is not delivered', { method: 'GET' });
}
