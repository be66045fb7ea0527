import type { Clock, Logger, Timers } from '@anchorage/model';
import { jobKey } from '../job-key.ts';
import { JobsError } from '../port.ts';
import type { Concurrency, Job, JobHandlers, Jobs, JobWorkers } from '../port.ts';
import { firstRetryDelay, maxAttempts, retryDelay } from '../retry.ts';
import { errorLabel } from '../run-handler.ts';
import { systemTimers } from '../timers.ts';
import { createAlarms } from './alarms.ts';
import { createWorker } from './worker.ts';
import type { Worker } from './worker.ts';

export interface InProcessOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: Node's. */
  readonly timers?: Timers;
  /** Pause after the first failure in milliseconds; doubled each time. */
  readonly retryDelayMs?: number;
}

/**
 * The queue of one process, in memory: what waits in it is lost with the process, and asked for again by the sweeper
 * (ADR 0002). Jobs of a kind start in the order in which they were asked for.
 */
export function inProcessJobs(options: InProcessOptions): Jobs {
  const { clock, logger, timers = systemTimers, retryDelayMs = firstRetryDelay } = options;
  /** Jobs asked for that do not run yet, in order. */
  const waiting = new Map<string, Job>();
  /** Keys that run, and whether they were asked for meanwhile. */
  const active = new Map<string, { again: boolean }>();
  const attempts = new Map<string, number>();
  const listeners = new Set<(job: Job) => void>();
  const workers = new Set<Worker>();
  let failed = 0;
  let closed = false;

  const ask = (job: Job): void => {
    if (closed) return;
    const running = active.get(jobKey(job));
    if (running) running.again = true;
    else waiting.set(jobKey(job), job);
    dispatch();
  };
  const alarms = createAlarms(clock, timers, ask);

  const dispatch = (): void => {
    for (const [key, job] of waiting) {
      const worker = [...workers].find((one) => one.takes(job.kind));
      if (!worker) continue;
      waiting.delete(key);
      const state = { again: false };
      active.set(key, state);
      void worker.run(job).then((outcome) => {
        active.delete(key);
        if (outcome.kind === 'done') attempts.delete(key);
        if (outcome.kind === 'done' && outcome.result.again === 'after') {
          alarms.set(job, outcome.result.delayMs);
        }
        if (outcome.kind === 'failed') retry(job, outcome.error);
        if (state.again) ask(job);
        ended(job);
        dispatch();
      });
    }
  };

  const retry = (job: Job, error: unknown): void => {
    const key = jobKey(job);
    const attempt = (attempts.get(key) ?? 0) + 1;
    const last = attempt >= maxAttempts;
    logger.error('job failed', { kind: job.kind, job: key, attempt, last, error: errorLabel(error) });
    if (last) {
      attempts.delete(key);
      failed += 1;
    } else {
      attempts.set(key, attempt);
      alarms.set(job, retryDelay(attempt, retryDelayMs));
    }
  };

  const ended = (job: Job): void => {
    for (const listener of listeners) {
      try {
        listener(job);
      } catch (error) {
        logger.error('listener for ended jobs failed', { error: errorLabel(error) });
      }
    }
  };

  const refuseClosed = (): void => {
    if (closed) throw new JobsError('unavailable', 'the queue is closed');
  };

  return {
    queue: {
      enqueue: async (job, { delayMs = 0 } = {}) => {
        refuseClosed();
        if (delayMs > 0) alarms.set(job, delayMs);
        else ask(job);
      },
      onEnded: (listener) => {
        const own = (job: Job): void => listener(job);
        listeners.add(own);
        return () => void listeners.delete(own);
      },
      counts: async () => ({ waiting: waiting.size, active: active.size, delayed: alarms.size(), failed }),
      check: async () => refuseClosed(),
      close: async () => {
        closed = true;
        alarms.clear();
        waiting.clear();
      },
    },
    work: (
      handlers: Partial<JobHandlers>,
      { concurrency }: { readonly concurrency: Concurrency },
    ): JobWorkers => {
      const worker = createWorker(handlers, concurrency);
      workers.add(worker);
      dispatch();
      return {
        close: (graceMs) => {
          workers.delete(worker);
          return worker.close(graceMs, timers);
        },
      };
    },
  };
}
