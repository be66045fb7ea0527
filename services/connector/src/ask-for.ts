import { JobsError } from '@anchorage/jobs';
import type { Job } from '@anchorage/jobs';
import type { Tools } from './tools.ts';

/** Enqueues a job. A queue that cannot be reached costs time, nothing else: the sweeper asks again. */
export async function askFor({ queue, logger }: Tools, job: Job): Promise<void> {
  try {
    await queue.enqueue(job);
  } catch (error) {
    if (!(error instanceof JobsError)) throw error;
    logger.warn('job not enqueued', { kind: job.kind, ...about(job), code: error.code });
  }
}

function about(job: Job): { readonly account: string } | { readonly enrolment: string } {
  return job.kind === 'enrol' ? { enrolment: job.enrolmentId } : { account: job.accountId };
}
