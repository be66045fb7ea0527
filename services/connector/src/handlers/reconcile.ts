/** Job `reconcile {session, datastore}`: what a phone sent meets the replica. */
import type { JobHandlers } from '@anchorage/jobs';
import { classify } from '../classify.ts';
import { runReconcile } from '../reconcile/run.ts';
import { chance } from '../tools.ts';
import type { Tools } from '../tools.ts';

export function reconcileHandler(tools: Tools): JobHandlers['reconcile'] {
  return async ({ accountId, sessionId, datastoreId }, { signal }) => {
    try {
      return await runReconcile(tools, accountId, sessionId, datastoreId, signal);
    } catch (error) {
      const now = tools.clock.now();
      const verdict = classify(error, { now, attempts: 0, jitter: chance(tools.random) });
      const log = tools.logger.child({ account: accountId, session: sessionId, datastore: datastoreId });
      log.warn('reconcile failed', { reason: verdict.reason, verdict: verdict.kind });
      // The part stays `received`: the sweeper asks again whatever becomes of this job.
      return verdict.kind === 'retry' ? { again: 'after', delayMs: verdict.at - now } : { again: 'no' };
    }
  };
}
