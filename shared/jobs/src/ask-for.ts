import type { Logger } from '@anchorage/model';
import { jobKey } from './job-key.ts';
import { JobsError } from './port.ts';
import type { Job, JobQueue } from './port.ts';

/**
 * Asks for a job whose row is written. The row is the work: a queue that cannot be reached costs time and nothing else. The
 * sweeper asks again (ADR 0002); for a refresh, the next phone.
 */
export async function askFor(
  { queue, logger }: { readonly queue: Pick<JobQueue, 'enqueue'>; readonly logger: Logger },
  job: Job,
): Promise<void> {
  try {
    await queue.enqueue(job);
  } catch (error) {
    if (!(error instanceof JobsError)) throw error;
    logger.warn('job not enqueued, asked for again later', { job: jobKey(job), code: error.code });
  }
}
