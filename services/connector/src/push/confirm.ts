/** The server has stored what we sent: agree with it on what that is. */
import type { PutOutcome } from '@anchorage/providers';
import { StoreError } from '@anchorage/store';
import type { StoredItem } from '@anchorage/store';
import { mergeTheirs } from '../merge-theirs.ts';
import { readResource } from '../refresh/resource.ts';
import type { ReadableResource } from '../refresh/resource.ts';
import { digest } from '../digest.ts';
import { takeAway, takeAwayUnread } from './left-behind.ts';
import { cause, commit, hasMoved } from './scope.ts';
import type { PushScope, Step } from './scope.ts';

export async function confirm(
  scope: PushScope,
  item: StoredItem,
  outcome: Extract<PutOutcome, { kind: 'stored' }>,
): Promise<Step> {
  const rewritten = outcome.etag === null ? await readStored(scope, item, outcome.href) : null;
  const etag = rewritten?.etag ?? outcome.etag;
  const base = rewritten?.body ?? item.body;
  const agreed = { href: outcome.href, etag, base };
  try {
    return await commitStored(scope, item, agreed, rewritten);
  } catch (error) {
    const isFenced = error instanceof StoreError && error.code === 'fenced';
    if (isFenced && etag !== null && item.etag === null)
      await takeAway(scope, item, { ...agreed, etag }, outcome.etag !== null);
    throw error;
  }
}

/** What cannot be read is looked at again with the next attempt. Of a create whose item has been deleted there is none. */
async function readStored(
  scope: PushScope,
  item: StoredItem,
  href: string,
): Promise<ReadableResource | null> {
  try {
    return await readRewritten(scope, href);
  } catch (error) {
    if (item.etag === null) await takeAwayUnread(scope, item, href);
    throw error;
  }
}

function commitStored(
  scope: PushScope,
  item: StoredItem,
  agreed: Agreed,
  rewritten: ReadableResource | null,
): Promise<Step> {
  const { accountId } = scope;
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now)) return 'again';
    if (rewritten === null || now.deleted) {
      await tx.items.update(accountId, item.id, agreed, cause);
    } else if (now.body !== item.body) {
      // Changed here while the server rewrote what it got: the next write must not undo that.
      const ours = { body: now.body, base: item.body };
      const { body, news, spoilt } = mergeTheirs(rewritten.pim, ours, rewritten.body);
      const merged = spoilt ? {} : { body, ...(news ? { revision: revisions.next() } : {}) };
      await tx.items.update(accountId, item.id, { ...agreed, ...merged }, cause);
    } else {
      // What the server made of it is news for phones only if it says something else; they compare for themselves.
      const news = isNews(rewritten, item) ? { revision: revisions.next() } : {};
      const { body, uid } = rewritten;
      await tx.items.update(accountId, item.id, { ...agreed, body, uid, ...news }, cause);
    }
    await tx.journal.finish(accountId, item.id, item.revision);
    return 'done';
  });
}

type Agreed = Readonly<Pick<StoredItem, 'href' | 'etag'> & { base: string }>;

/** No ETag in the answer means that the server has changed the text (RFC 4791 5.3.4, RFC 6352 6.3.2.3). */
async function readRewritten(scope: PushScope, href: string): Promise<ReadableResource | null> {
  const [answer] = await scope.cloud.fetch([href], scope.signal);
  const resource = answer === undefined ? null : readResource(answer);
  return resource?.kind === 'read' ? resource : null;
}

function isNews(rewritten: ReadableResource, item: StoredItem): boolean {
  const ours = digest(() => rewritten.pim.normalise(item.body));
  return !ours.ok || ours.value !== rewritten.normal;
}
