/** How the adapter for Redis is told where and how to work, and the two names a job has there. */
import type { Logger } from '@anchorage/model';

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

/** Everything the parts of this adapter share. */
export interface RedisSettings extends Required<RedisOptions> {
  readonly onError: (error: unknown) => void;
}

export const names = { job: 'job', alarm: 'alarm' } as const;
