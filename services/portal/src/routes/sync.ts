/** Refresh and push everything of an account, and how far that is. */
import type { Account, Store } from '@anchorage/store';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed } from './lookup.ts';
import type { Route } from './route.ts';

export function syncRoutes({ store, queue, clock }: PortalOptions): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/accounts/:account/sync',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const since = clock.now();
        for (const { id } of await store.collections.list(account.id)) {
          await queue.enqueue({ kind: 'refresh', accountId: account.id, collectionId: id });
          await queue.enqueue({ kind: 'push', accountId: account.id, collectionId: id });
        }
        context.status = 202;
        context.body = { since, ...(await progress(store, account, since)) };
      },
    },
    {
      method: 'GET',
      path: '/api/accounts/:account/sync',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const since = Number(context.query['since'] ?? 0);
        context.body = await progress(store, account, Number.isFinite(since) ? since : 0);
      },
    },
  ];
}

/** `done` when every collection was attempted since, and nothing waits to be written to a cloud. */
async function progress(store: Store, account: Account, since: number) {
  const [collections, journal] = await Promise.all([
    store.collections.list(account.id),
    store.journal.openCounts(account.id),
  ]);
  const counts = new Map(journal.map((row) => [row.collectionId, row]));
  const shown = collections.map((collection) => {
    const open = counts.get(collection.id);
    return {
      id: collection.id,
      displayName: collection.displayName,
      // A push counts as an attempt, too: only a refresh that ended well, or anything that failed, says it was looked at.
      attempted:
        (collection.refreshedAt ?? -1) >= since ||
        (collection.problem !== null && (collection.attemptedAt ?? -1) >= since),
      problem: collection.problem,
      retryAt: collection.retryAt,
      pending: open?.pending ?? 0,
      held: open?.held ?? 0,
      failed: open?.failed ?? 0,
    };
  });
  const pending = shown.reduce((sum, collection) => sum + collection.pending, 0);
  return { done: pending === 0 && shown.every(({ attempted }) => attempted), pending, collections: shown };
}
