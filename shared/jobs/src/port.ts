/**
 * The queue's port (D2, D3). Jobs carry ids and nothing else; the database is the truth, a job only says "look there".
 *
 * - The same job asked for twice while waiting is one job. Asked for while it runs, it runs once more afterwards:
 *   a wake-up is never lost to a job that has already read its rows.
 * - Jobs with the same `key` never run at the same time on one queue rung; across processes the fence in the row decides.
 * - A job may run twice, or be lost (FLUSHALL); the sweeper asks again.
 */
import type { AccountId, CollectionId, DatastoreId, LinkId, SessionId } from '@anchorage/model';

export type Job =
  | { readonly kind: 'refresh'; readonly accountId: AccountId; readonly collectionId: CollectionId }
  | {
      readonly kind: 'reconcile';
      readonly accountId: AccountId;
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
    }
  | { readonly kind: 'push'; readonly accountId: AccountId; readonly collectionId: CollectionId }
  | { readonly kind: 'discover'; readonly accountId: AccountId; readonly linkId: LinkId };
export type JobKind = Job['kind'];
export type JobOf<Kind extends JobKind> = Extract<Job, { readonly kind: Kind }>;

export interface JobQueue {
  /** Resolves when the job is recorded. Throws `JobsError` (`unavailable`) when the queue cannot be reached: the row stays, the sweeper asks again. */
  enqueue(job: Job, options?: { readonly delayMs?: number }): Promise<void>;
  /** Called when any job of this queue has ended, in any process; a hint that may come late, twice or never. */
  onEnded(listener: (job: Job) => void): () => void;
  counts(): Promise<{
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
  }>;
  /** Throws when the queue cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What a handler says of its job: done, or look again after a while (backoff and Retry-After live in the rows). */
export type JobResult = { readonly again: 'no' } | { readonly again: 'after'; readonly delayMs: number };

export type JobHandlers = {
  readonly [Kind in JobKind]: (
    job: JobOf<Kind>,
    context: { readonly signal: AbortSignal; readonly jobId: string },
  ) => Promise<JobResult>;
};

export interface JobWorkers {
  /** Takes no more, waits for running jobs at most `graceMs`, then aborts their signal. */
  close(graceMs: number): Promise<void>;
}

export class JobsError extends Error {
  override readonly name = 'JobsError';
  readonly code: 'unavailable' | 'malformed';
  constructor(code: 'unavailable' | 'malformed', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
