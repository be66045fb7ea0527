/** Job `refresh {collection}`: brings the replica up to what the DAV server has. */
import type { JobHandlers, JobResult } from '@anchorage/jobs';
import type { AccountId } from '@anchorage/model';
import type { Collection } from '@anchorage/store';
import { recordFailure, whenAllowed } from '../attempt.ts';
import { openCloud } from '../open-cloud.ts';
import { runRefresh } from '../refresh/run.ts';
import type { Refreshed } from '../refresh/run.ts';
import type { Tools } from '../tools.ts';

export function refreshHandler(tools: Tools): JobHandlers['refresh'] {
  return async ({ accountId, collectionId }, { signal }) => {
    const collection = await tools.store.collections.get(accountId, collectionId);
    if (collection === null) return { again: 'no' };
    const notNow = await whenAllowed(tools, accountId, collection);
    if (notNow !== null) return notNow;
    try {
      const outcome = await refresh(tools, accountId, collection, signal);
      return await recordOutcome(tools, accountId, collection, outcome);
    } catch (error) {
      return recordFailure(tools, accountId, collection, error);
    }
  };
}

/** Throws `DavError`, `StoreError` (`fenced`: a newer refresh has taken over). */
async function refresh(
  tools: Tools,
  accountId: AccountId,
  found: Collection,
  signal: AbortSignal,
): Promise<Refreshed> {
  const { collections } = tools.store;
  const cloud = await openCloud(tools, accountId, found);
  const fence = await collections.takeFence(accountId, found.id, 'refresh');
  // Where the one before has got to.
  const collection = (await collections.get(accountId, found.id)) ?? found;
  const rows = (await tools.store.quarantine.list(accountId)).filter(
    (row) => row.side === 'cloud' && row.collectionId === collection.id,
  );
  const quarantined = new Set(rows.map((row) => row.reference));
  const undelivered = rows.filter(({ raw }) => raw.byteLength === 0).map((row) => row.reference);
  return runRefresh({ tools, accountId, collection, cloud, signal, fence, quarantined, undelivered });
}

async function recordOutcome(
  tools: Tools,
  accountId: AccountId,
  collection: Collection,
  outcome: Refreshed,
): Promise<JobResult> {
  const at = tools.clock.now();
  const problem = outcome.kind === 'doubted' ? outcome.problem : null;
  // No `retryAt` while a listing is doubted: pushing may go on, only deletions wait.
  const attempt = { at, refreshed: problem === null, problem, retryAt: null };
  await tools.store.collections.recordAttempt(accountId, collection.id, attempt);
  return outcome.kind === 'doubted' ? { again: 'after', delayMs: outcome.delayMs } : { again: 'no' };
}
