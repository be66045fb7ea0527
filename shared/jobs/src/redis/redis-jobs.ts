import type { Logger } from '@anchorage/model';
import type { Jobs } from '../port.ts';
import { firstRetryDelay } from '../retry.ts';
import { quietErrors } from './connections.ts';
import { redisQueue } from './redis-queue.ts';
import { redisWorkers } from './redis-workers.ts';

export interface RedisOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Begin of all keys; in braces, so that a cluster keeps a queue's keys on one node. Default `{anchorage}`. */
  readonly prefix?: string;
  /** A killed worker's job goes to another after this, in milliseconds. Default 30 000. */
  readonly lockMs?: number;
  /** How often such jobs are looked for, in milliseconds. Default 5 000. */
  readonly stalledCheckMs?: number;
  /** Pause after the first failure, in milliseconds; doubled each time. */
  readonly retryDelayMs?: number;
}

/**
 * The queue between processes: BullMQ on Redis, one queue per kind. Everything in Redis may vanish at any moment (D2);
 * workers and listeners wait for ever for Redis to come back, who asks is told at once.
 */
export function redisJobs(options: RedisOptions): Jobs {
  const settings = {
    lockMs: 30_000,
    stalledCheckMs: 5_000,
    prefix: '{anchorage}',
    retryDelayMs: firstRetryDelay,
    ...options,
    onError: quietErrors(options.logger),
  };
  const queue = redisQueue(settings);
  return {
    queue,
    work: (handlers, { concurrency }) => redisWorkers(settings, queue, handlers, concurrency),
  };
}

/** Everything the parts of this adapter share. */
export interface RedisSettings extends Required<RedisOptions> {
  readonly onError: (error: unknown) => void;
}
