import { QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { jobKinds } from '../job-key.ts';
import { fromPayload } from '../payload.ts';
import type { Job, JobKind } from '../port.ts';
import { errorLabel } from '../run-handler.ts';
import { waitingConnection } from './connections.ts';
import type { RedisSettings } from './redis-settings.ts';
import { settled } from './settled.ts';

export interface Ends {
  onEnded(this: void, listener: (job: Job) => void): () => void;
  close(this: void): Promise<void>;
}

/**
 * Hears of ended jobs in any process, from the first listener on. A completed job's result is its payload; of a failed one
 * only the id is told, so that its payload is looked up.
 */
export function listenForEnds(
  settings: RedisSettings,
  lookUp: (kind: JobKind, jobId: string) => Promise<Job | null>,
): Ends {
  const listeners = new Set<(job: Job) => void>();
  const events: QueueEvents[] = [];
  let connection: Redis | null = null;

  const tell = (job: Job): void => {
    for (const listener of listeners) {
      try {
        listener(job);
      } catch (error) {
        settings.logger.error('listener for ended jobs failed', { error: errorLabel(error) });
      }
    }
  };
  const open = (): void => {
    connection = waitingConnection(settings.url, settings.onError);
    for (const kind of jobKinds) {
      const heard = new QueueEvents(kind, { connection, prefix: settings.prefix });
      heard.on('error', settings.onError);
      heard.on('completed', ({ returnvalue }) => {
        const job = payloadOf(returnvalue);
        if (job) tell(job);
      });
      heard.on('failed', ({ jobId }) => {
        lookUp(kind, jobId)
          .then((job) => job && tell(job))
          .catch(settings.onError);
      });
      events.push(heard);
    }
  };
  return {
    onEnded: (listener) => {
      const own = (job: Job): void => listener(job);
      listeners.add(own);
      if (!connection) open();
      return () => void listeners.delete(own);
    },
    close: async () => {
      listeners.clear();
      await settled(events.splice(0).map((heard) => heard.close()));
      connection?.disconnect();
    },
  };
}

/** Alarms have no result; a hint that cannot be read is no hint. */
function payloadOf(result: unknown): Job | null {
  if (result === null || result === undefined || result === '' || result === 'null') return null;
  try {
    return fromPayload(typeof result === 'string' ? JSON.parse(result) : result);
  } catch {
    return null;
  }
}
