/**
 * The queue's port (ADR 0002, ADR 0003). Jobs carry ids and nothing else; the database is the truth, a job only says "look there".
 *
 * - The same job asked for twice while waiting is one job. Asked for while it runs, it runs once more afterwards:
 *   a wake-up is never lost to a job that has already read its rows.
 * - A job's key is its kind with its collection, link, enrolment, undo, or session and datastore (`jobKey`). Jobs with the same key never
 *   run at the same time in one process; across processes the fence in the row decides. Different kinds never wait for
 *   each other, so that a `reconcile` may wait for a `refresh`.
 * - Asked for with a delay, or again by its handler's answer, a job has an alarm: one per key, the earliest counts. When
 *   it rings the job is asked for as if somebody had just done so. Asking now does not silence it.
 * - A handler that throws is run again after a growing pause, five times in all; then the sweeper has to ask again.
 * - A job may run twice, or be lost (FLUSHALL); the sweeper asks again.
 */
import type {
  AccountId,
  CollectionId,
  DatastoreId,
  EnrolmentId,
  LinkId,
  SessionId,
  UndoId,
} from '@anchorage/model';

export type Job =
  | { readonly kind: 'refresh'; readonly accountId: AccountId; readonly collectionId: CollectionId }
  | {
      readonly kind: 'reconcile';
      readonly accountId: AccountId;
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
    }
  | { readonly kind: 'push'; readonly accountId: AccountId; readonly collectionId: CollectionId }
  | { readonly kind: 'discover'; readonly accountId: AccountId; readonly linkId: LinkId }
  | { readonly kind: 'undo'; readonly accountId: AccountId; readonly undoId: UndoId }
  /** A login of the upstream server that waits for its verdict; of no account yet. */
  | { readonly kind: 'enrol'; readonly enrolmentId: EnrolmentId };
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

/**
 * How many jobs of a kind run at once in this process. One number counts for each kind apart: kinds that wait for others
 * must not take their places.
 */
export type Concurrency = number | Readonly<Record<JobKind, number>>;

/** One adapter: the queue to ask, and the way to work for it. */
export interface Jobs {
  readonly queue: JobQueue;
  /** Begins to take jobs of the kinds there are handlers for. */
  work(handlers: Partial<JobHandlers>, options: { readonly concurrency: Concurrency }): JobWorkers;
}

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
