/** Job `push {collection}`: brings what changed here to the DAV server. */
import type { JobHandlers } from '@anchorage/jobs';
import { recordFailure, whenAllowed } from '../attempt.ts';
import { openCloud } from '../open-cloud.ts';
import { runPush } from '../push/run.ts';
import type { Tools } from '../tools.ts';

export function pushHandler(tools: Tools): JobHandlers['push'] {
  const { collections } = tools.store;
  return async ({ accountId, collectionId }, { signal }) => {
    const collection = await collections.get(accountId, collectionId);
    if (collection === null) return { again: 'no' };
    const notNow = await whenAllowed(tools, accountId, collection);
    if (notNow !== null) return notNow;
    try {
      const cloud = await openCloud(tools, accountId, collection);
      const fence = await collections.takeFence(accountId, collectionId, 'push');
      await runPush({ tools, accountId, collection, cloud, signal, fence });
      await forgetFailures();
      return { again: 'no' };
    } catch (error) {
      return recordFailure(tools, accountId, collection, error);
    }

    async function forgetFailures(): Promise<void> {
      const now = await collections.get(accountId, collectionId);
      // A doubted listing is the refresh's own affair.
      if (now === null || now.problem === null || now.problem.startsWith('listing-')) return;
      const at = now.attemptedAt ?? tools.clock.now();
      await collections.recordAttempt(accountId, collectionId, {
        at,
        refreshed: false,
        problem: null,
        retryAt: null,
      });
    }
  };
}
