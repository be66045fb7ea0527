/** Waits for a row that another process writes. The queue's word that a job has ended is a hint; the row counts (ADR 0003). */
import type { Job } from '@anchorage/jobs';
import type { Front } from './front.ts';

/** Milliseconds between two looks: soon at first, then seldom. */
const firstPause = 50;
const longestPause = 250;

/**
 * Looks until `look` has found something or the time is up (null); sooner when a job that `concerns` has ended.
 * `deadline`: milliseconds since 1970; it looks once even when that has passed.
 */
export async function awaitRow<Found>(
  front: Pick<Front, 'queue' | 'clock' | 'sleep'>,
  look: () => Promise<Found | null>,
  concerns: (job: Job) => boolean,
  deadline: number,
): Promise<Found | null> {
  let wake: () => void = () => undefined;
  const stopListening = front.queue.onEnded((job) => {
    if (concerns(job)) wake();
  });
  try {
    for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
      const hinted = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const found = await look();
      if (found !== null) return found;
      const left = deadline - front.clock.now();
      if (left <= 0) return null;
      await Promise.race([hinted, front.sleep(Math.min(pause, left))]);
    }
  } finally {
    stopListening();
  }
}
