import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { jobKey, jobKinds } from '../job-key.ts';
import { fromPayload, toPayload } from '../payload.ts';
import { JobsError } from '../port.ts';
import type { Job, JobKind, JobQueue } from '../port.ts';
import { maxAttempts } from '../retry.ts';
import { askingConnection } from './connections.ts';
import { listenForEnds } from './listen-for-ends.ts';
import { names, type RedisSettings } from './redis-settings.ts';
import { settled } from './settled.ts';

export function redisQueue(settings: RedisSettings): JobQueue {
  const connection = askingConnection(settings.url, settings.onError);
  const queues = new Map<JobKind, Queue>();
  for (const kind of jobKinds) {
    const queue = new Queue(kind, { connection, prefix: settings.prefix, skipWaitingForReady: true });
    queue.on('error', settings.onError);
    queues.set(kind, queue);
  }
  const queueOf = (kind: JobKind): Queue => {
    const queue = queues.get(kind);
    if (!queue) throw new JobsError('unavailable', 'the queue is closed');
    return queue;
  };
  const ends = listenForEnds(settings, async (kind, jobId) => {
    const job = await queueOf(kind).getJob(jobId);
    return job?.name === names.job ? fromPayload(job.data) : null;
  });
  return {
    enqueue: (job, { delayMs = 0 } = {}) =>
      reached(() =>
        delayMs > 0
          ? setAlarm(queueOf(job.kind), settings, job, delayMs)
          : ask(queueOf(job.kind), settings, job),
      ),
    onEnded: ends.onEnded,
    counts: () =>
      reached(async () => {
        const all = await Promise.all(
          [...queues.values()].map((queue) =>
            queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized'),
          ),
        );
        const sum = (state: string): number => all.reduce((total, counts) => total + (counts[state] ?? 0), 0);
        return {
          waiting: sum('waiting') + sum('prioritized'),
          active: sum('active'),
          delayed: sum('delayed'),
          failed: sum('failed'),
        };
      }),
    check: () =>
      reached(async () => {
        queueOf('push');
        await connection.ping();
      }),
    close: async () => {
      const open = [...queues.values()];
      queues.clear();
      await settled([ends.close(), ...open.map((queue) => queue.close())]);
      connection.disconnect();
    },
  };
}

/**
 * BullMQ's deduplication keeps one job per key waiting, and with `keepLastIfActive` makes another when the running one
 * ends: a wake-up that comes while a job runs is not lost to rows that the job has read before.
 */
async function ask(queue: Queue, settings: RedisSettings, job: Job): Promise<void> {
  await queue.add(names.job, toPayload(job), {
    ...kept(settings),
    jobId: randomUUID(),
    deduplication: { id: jobKey(job), keepLastIfActive: true },
  });
}

async function setAlarm(queue: Queue, settings: RedisSettings, job: Job, delayMs: number): Promise<void> {
  const jobId = randomUUID();
  const dueAt = Date.now() + delayMs;
  const set = await queue.add(names.alarm, toPayload(job), {
    ...kept(settings),
    jobId,
    delay: delayMs,
    deduplication: { id: `${jobKey(job)}.alarm`, keepLastIfActive: true },
  });
  if (set.id === jobId || set.id === undefined) return;
  // There was one already; the earlier of the two counts.
  const earlier = await queue.getJob(set.id);
  if (!earlier || earlier.timestamp + earlier.delay <= dueAt) return;
  await earlier.changeDelay(delayMs).catch((error: unknown) => {
    // It rang meanwhile: then it is no longer delayed, and nothing is late.
    settings.onError(error);
  });
}

function kept({ retryDelayMs }: RedisSettings) {
  return {
    attempts: maxAttempts,
    backoff: { type: 'exponential', delay: retryDelayMs },
    removeOnComplete: true,
    // Failed ones are kept for people to look at; their rows are what is replayed.
    removeOnFail: { age: 7 * 24 * 3_600, count: 1_000 },
  };
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof JobsError) throw error;
    throw new JobsError('unavailable', 'redis cannot be reached', { cause: error });
  }
}
