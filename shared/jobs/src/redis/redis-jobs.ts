import type { Jobs } from '../port.ts';
import { firstRetryDelay } from '../retry.ts';
import { quietErrors } from './connections.ts';
import type { RedisOptions } from './redis-settings.ts';
import { redisQueue } from './redis-queue.ts';
import { redisWorkers } from './redis-workers.ts';

/**
 * The queue between processes: BullMQ on Redis, one queue per kind. Everything in Redis may vanish at any moment (ADR 0002);
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
