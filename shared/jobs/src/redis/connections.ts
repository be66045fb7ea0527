import type { Logger } from '@anchorage/model';
import { Redis } from 'ioredis';
import { errorLabel } from '../run-handler.ts';

/** For who asks: a command fails within a second or two when Redis is away, so that its caller can answer. */
export function askingConnection(url: string, onError: (error: unknown) => void): Redis {
  return watched(
    new Redis(url, {
      maxRetriesPerRequest: 1,
      connectTimeout: 2_000,
      commandTimeout: 3_000,
      retryStrategy: pause,
    }),
    onError,
  );
}

/** For who works or listens: waits for Redis for ever. BullMQ makes blocking duplicates of it. */
export function waitingConnection(url: string, onError: (error: unknown) => void): Redis {
  return watched(new Redis(url, { maxRetriesPerRequest: null, retryStrategy: pause }), onError);
}

/** Logs errors of Redis, which come at every reconnect, at most once in ten seconds. */
export function quietErrors(logger: Logger, now: () => number = Date.now): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (now() - last < quietMs) return;
    last = now();
    logger.warn('redis trouble', { error: errorLabel(error) });
  };
}

/** An emitter's `error` without a listener would end the process. */
function watched(redis: Redis, onError: (error: unknown) => void): Redis {
  redis.on('error', onError);
  return redis;
}

function pause(attempt: number): number {
  return Math.min(attempt * 100, 1_000);
}

const quietMs = 10_000;
