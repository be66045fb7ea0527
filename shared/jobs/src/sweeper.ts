import type { Logger, Timers } from '@anchorage/model';
import type { Job, JobQueue } from './port.ts';
import { errorLabel } from './run-handler.ts';
import { systemTimers } from './timers.ts';

export interface Sweeper {
  /** One round now; resolves with how many jobs were asked for. Never rejects. */
  sweep(): Promise<number>;
  /** Takes no more rounds and waits for the running one. */
  stop(): Promise<void>;
}

/**
 * Asks again, every `intervalMs`, for the jobs whose rows wait in the database: what makes the queue's losses (FLUSHALL, a
 * killed process) cost seconds and nothing else (ADR 0002). A round begins only after the one before has ended.
 *
 * @param find the jobs that rows are waiting for; may name jobs that are queued already
 */
export function createSweeper(options: {
  readonly find: () => Promise<readonly Job[]>;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly intervalMs: number;
  readonly logger: Logger;
  readonly timers?: Timers;
}): Sweeper {
  const { find, queue, intervalMs, logger, timers = systemTimers } = options;
  let cancel = (): void => undefined;
  let running: Promise<number> | null = null;
  let stopped = false;

  const round = async (): Promise<number> => {
    let asked = 0;
    try {
      for (const job of await find()) {
        if (stopped) break;
        await queue.enqueue(job);
        asked += 1;
      }
      if (asked > 0) logger.info('swept', { jobs: asked });
    } catch (error) {
      logger.warn('sweep failed', { jobs: asked, error: errorLabel(error) });
    }
    return asked;
  };
  const sweep = (): Promise<number> => {
    running ??= round().finally(() => {
      running = null;
    });
    return running;
  };
  const schedule = (): void => {
    if (stopped) return;
    cancel = timers.after(intervalMs, () => void sweep().then(schedule));
  };
  schedule();
  return {
    sweep,
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
}
