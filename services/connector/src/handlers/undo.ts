/** Job `undo {undo}`: takes back what a session, or an earlier undo, has changed. */
import type { JobHandlers } from '@anchorage/jobs';
import { classify } from '../classify.ts';
import { chance } from '../tools.ts';
import type { Tools } from '../tools.ts';
import { runUndo } from '../undo/run.ts';

export function undoHandler(tools: Tools): JobHandlers['undo'] {
  return async ({ accountId, undoId }, { signal }) => {
    try {
      await runUndo(tools, accountId, undoId, signal);
      return { again: 'no' };
    } catch (error) {
      const now = tools.clock.now();
      const verdict = classify(error, { now, attempts: 0, jitter: chance(tools.random) });
      const { kind, reason } = verdict;
      tools.logger.warn('undo interrupted', { account: accountId, undo: undoId, reason, verdict: kind });
      // The row stays pending: the sweeper asks again whatever becomes of this job.
      return verdict.kind === 'retry' ? { again: 'after', delayMs: verdict.at - now } : { again: 'no' };
    }
  };
}
