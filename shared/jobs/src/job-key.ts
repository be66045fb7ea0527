import type { Job, JobKind } from './port.ts';

/** In the order in which they are counted and closed. */
export const jobKinds = [
  'refresh',
  'reconcile',
  'push',
  'discover',
  'enrol',
  'undo',
] as const satisfies readonly JobKind[];

/**
 * What a job is about, as one word: asking twice is one job. Begins with a letter and has no colon, as BullMQ wants its
 * ids.
 */
export function jobKey(job: Job): string {
  return [job.kind, ...subject(job)].join('.');
}

function subject(job: Job): readonly string[] {
  switch (job.kind) {
    case 'refresh':
    case 'push':
      return [job.accountId, job.collectionId];
    case 'reconcile':
      return [job.accountId, job.sessionId, job.datastoreId];
    case 'undo':
      return [job.accountId, job.undoId];
    case 'enrol':
      return [job.enrolmentId];
    default:
      return [job.accountId, job.linkId];
  }
}
