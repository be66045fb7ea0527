/** The server has stored what we sent: agree with it on what that is. */
import type { PutOutcome } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { mergeTheirs } from '../merge-theirs.ts';
import { readResource } from '../refresh/resource.ts';
import type { ReadableResource } from '../refresh/resource.ts';
import { digest } from '../digest.ts';
import { cause, commit, hasMoved } from './scope.ts';
import type { PushScope, Step } from './scope.ts';

export async function confirm(
  scope: PushScope,
  item: StoredItem,
  outcome: Extract<PutOutcome, { kind: 'stored' }>,
): Promise<Step> {
  const { href, etag } = outcome;
  if (etag !== null) return agree(scope, item, { href, etag }, null);
  // Reading it back may fail, and whoever forgets then where it is creates it a second time: servers choose other names
  // than they were asked for.
  const noted = await noteStored(scope, item, href);
  if (noted === 'again') return 'again';
  const rewritten = await readRewritten(scope, href);
  const stored = { ...item, href, etag, base: item.body };
  return agree(scope, stored, { href, etag: rewritten?.etag ?? null }, rewritten);
}

/** `done`: it is known where it is, and what it was when it went there; its journal row stays. */
async function noteStored(scope: PushScope, item: StoredItem, href: string): Promise<Step> {
  return commit(scope, item, async (tx, now) => {
    if (hasMoved(item, now)) return 'again';
    await tx.items.update(scope.accountId, item.id, { href, etag: null, base: item.body }, cause);
    return 'done';
  });
}

async function agree(
  scope: PushScope,
  item: StoredItem,
  { href, etag }: { readonly href: string; readonly etag: string | null },
  rewritten: ReadableResource | null,
): Promise<Step> {
  const { accountId } = scope;
  const base = rewritten?.body ?? item.body;
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now)) return 'again';
    const agreed = { href, etag, base };
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
