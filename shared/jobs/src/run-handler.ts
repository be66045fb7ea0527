import { jobKey } from './job-key.ts';
import type { Concurrency, Job, JobHandlers, JobKind, JobResult } from './port.ts';

/** The handler of a kind, called with its own kind of job. */
export function runHandler(
  handlers: Partial<JobHandlers>,
  job: Job,
  signal: AbortSignal,
): Promise<JobResult> {
  const context = { signal, jobId: jobKey(job) };
  switch (job.kind) {
    case 'refresh':
      return called(handlers.refresh?.(job, context), job);
    case 'reconcile':
      return called(handlers.reconcile?.(job, context), job);
    case 'push':
      return called(handlers.push?.(job, context), job);
    case 'undo':
      return called(handlers.undo?.(job, context), job);
    case 'enrol':
      return called(handlers.enrol?.(job, context), job);
    default:
      return called(handlers.discover?.(job, context), job);
  }
}

/** Never below one: a kind without a place would wait for ever. */
export function placesFor(concurrency: Concurrency, kind: JobKind): number {
  return Math.max(1, typeof concurrency === 'number' ? concurrency : concurrency[kind]);
}

/** What an error may say in a log: its name and code, never its message, which may quote rows or items. */
export function errorLabel(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

function called(result: Promise<JobResult> | undefined, job: Job): Promise<JobResult> {
  return result ?? Promise.reject(new TypeError(`no handler for ${job.kind}`));
}
