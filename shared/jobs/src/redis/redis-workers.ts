import { UnrecoverableError, Worker } from 'bullmq';
import type { Job as BullJob } from 'bullmq';
import { finishWithin } from '../finish-within.ts';
import { jobKey, jobKinds } from '../job-key.ts';
import { fromPayload, toPayload } from '../payload.ts';
import type { Payload } from '../payload.ts';
import { JobsError } from '../port.ts';
import type { Concurrency, Job, JobHandlers, JobQueue, JobWorkers } from '../port.ts';
import { maxAttempts } from '../retry.ts';
import { errorLabel, placesFor, runHandler } from '../run-handler.ts';
import { systemTimers } from '../timers.ts';
import { waitingConnection } from './connections.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { names, type RedisSettings } from './redis-settings.ts';
import { settled } from './settled.ts';

/** One BullMQ worker per kind there is a handler for. */
export function redisWorkers(
  settings: RedisSettings,
  queue: JobQueue,
  handlers: Partial<JobHandlers>,
  concurrency: Concurrency,
): JobWorkers {
  const connection = waitingConnection(settings.url, settings.onError);
  const abort = new AbortController();
  const running = new Set<Promise<unknown>>();
  const inTurn = oneAtATime();

  const work = async (job: Job): Promise<Payload> => {
    const result = await inTurn(jobKey(job), () => runHandler(handlers, job, abort.signal));
    if (result.again === 'after') {
      await queue.enqueue(job, { delayMs: result.delayMs }).catch((error: unknown) => {
        // What waits is in the rows: the sweeper asks again.
        settings.logger.warn('alarm not set', { job: jobKey(job), error: errorLabel(error) });
      });
    }
    return toPayload(job);
  };
  const process = async (bull: BullJob): Promise<Payload | null> => {
    const job = parse(bull.data);
    if (bull.name === names.alarm) {
      await queue.enqueue(job);
      return null;
    }
    const run = work(job);
    running.add(run);
    try {
      return await run;
    } finally {
      running.delete(run);
    }
  };

  const workers = jobKinds
    .filter((kind) => handlers[kind] !== undefined)
    .map((kind) => {
      const worker = new Worker(kind, process, {
        connection,
        prefix: settings.prefix,
        concurrency: placesFor(concurrency, kind),
        lockDuration: settings.lockMs,
        stalledInterval: settings.stalledCheckMs,
        // A job that takes its process down with it is given up after as many times as one that throws.
        maxStalledCount: maxAttempts,
        runRetryDelay: 1_000,
      });
      worker.on('error', settings.onError);
      worker.on('failed', (bull, error) => {
        settings.logger.error('job failed', {
          kind,
          job: bull?.opts.deduplication?.id,
          attempt: bull?.attemptsMade,
          last: (bull?.attemptsMade ?? maxAttempts) >= maxAttempts,
          error: errorLabel(error),
        });
      });
      return worker;
    });

  return {
    close: async (graceMs) => {
      await settled(workers.map((worker) => worker.pause(true)));
      await finishWithin(Promise.allSettled(running), graceMs, abort, systemTimers);
      // Forced when something still runs: its lock ends by itself and another process takes the job.
      await settled(workers.map((worker) => worker.close(running.size > 0)));
      connection.disconnect();
    },
  };
}

/** A payload that cannot be read never will be: no further attempts. */
function parse(data: unknown): Job {
  try {
    return fromPayload(data);
  } catch (error) {
    if (error instanceof JobsError) throw new UnrecoverableError(error.message);
    throw error;
  }
}
