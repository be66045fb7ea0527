import type { Timers } from '@anchorage/model';
import type { Concurrency, Job, JobHandlers, JobKind, JobResult } from '../port.ts';
import { placesFor, runHandler } from '../run-handler.ts';
import { finishWithin } from '../finish-within.ts';

export type Outcome =
  | { readonly kind: 'done'; readonly result: JobResult }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Worker {
  /** Has it a handler and a free place for this kind? */
  takes(kind: JobKind): boolean;
  /** Never rejects. */
  run(job: Job): Promise<Outcome>;
  close(graceMs: number, timers: Timers): Promise<void>;
}

export function createWorker(handlers: Partial<JobHandlers>, concurrency: Concurrency): Worker {
  const busy = new Map<JobKind, number>();
  const running = new Set<Promise<Outcome>>();
  const abort = new AbortController();
  let closing = false;
  return {
    takes: (kind) =>
      !closing && handlers[kind] !== undefined && (busy.get(kind) ?? 0) < placesFor(concurrency, kind),
    run: async (job) => {
      busy.set(job.kind, (busy.get(job.kind) ?? 0) + 1);
      const outcome = attempt(handlers, job, abort.signal);
      running.add(outcome);
      try {
        return await outcome;
      } finally {
        running.delete(outcome);
        busy.set(job.kind, (busy.get(job.kind) ?? 1) - 1);
      }
    },
    close: (graceMs, timers) => {
      closing = true;
      return finishWithin(Promise.all(running), graceMs, abort, timers);
    },
  };
}

async function attempt(handlers: Partial<JobHandlers>, job: Job, signal: AbortSignal): Promise<Outcome> {
  // Not within the call that asked: it may hold a transaction.
  await Promise.resolve();
  try {
    return { kind: 'done', result: await runHandler(handlers, job, signal) };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
