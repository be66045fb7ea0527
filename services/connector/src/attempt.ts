/** What an attempt at a collection leaves behind: when to try again, whom to ask, what to show people. */
import type { JobResult } from '@anchorage/jobs';
import type { AccountId } from '@anchorage/model';
import type { Collection } from '@anchorage/store';
import { classify } from './classify.ts';
import { chance } from './tools.ts';
import type { Tools } from './tools.ts';

/**
 * Writes down a failure that stopped a refresh or a push, and says when the job comes again. A refused login stops
 * the link until its owner has acted.
 */
export async function recordFailure(
  tools: Tools,
  accountId: AccountId,
  collection: Collection,
  error: unknown,
): Promise<JobResult> {
  const now = tools.clock.now();
  const verdict = classify(error, { now, attempts: collection.failures, jitter: chance(tools.random) });
  const log = tools.logger.child({ account: accountId, collection: collection.id });
  if (verdict.kind === 'ignore') {
    log.info('attempt given up', { reason: verdict.reason });
    return { again: 'no' };
  }
  log.warn('attempt failed', { reason: verdict.reason, verdict: verdict.kind });
  if (verdict.kind === 'ask-user' && verdict.scope === 'link') {
    await tools.store.links.setStatus(accountId, collection.linkId, 'needs-login', verdict.reason);
  }
  // A collection that has gone or is no longer ours to read is looked at once an hour: shares come back.
  const retryAt =
    verdict.kind === 'retry'
      ? verdict.at
      : now + (verdict.kind === 'ask-user' && verdict.scope === 'link' ? 0 : hour);
  await tools.store.collections.recordAttempt(accountId, collection.id, {
    at: now,
    refreshed: false,
    problem: verdict.reason,
    retryAt: retryAt > now ? retryAt : null,
  });
  return verdict.kind === 'retry' ? { again: 'after', delayMs: verdict.at - now } : { again: 'no' };
}

/** May the collection be worked on now? Else what its job says. */
export async function whenAllowed(
  tools: Tools,
  accountId: AccountId,
  collection: Collection,
): Promise<JobResult | null> {
  const link = await tools.store.links.get(accountId, collection.linkId);
  if (link === null || link.status !== 'ok') return { again: 'no' };
  const wait = (collection.retryAt ?? 0) - tools.clock.now();
  return wait > 0 ? { again: 'after', delayMs: wait } : null;
}

const hour = 3_600_000;
