import { setTimeout as sleep } from 'node:timers/promises';

/** Since `start` (of `performance.now()`), in seconds, to the hundredth. */
export function seconds(start: number): number {
  return Math.round((performance.now() - start) / 10) / 100;
}

const pollInterval = 500;
const patience = 1_800_000;

/** Looks every half second: a look costs the server something, too. */
export async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error('waited for half an hour in vain');
    await sleep(pollInterval);
  }
}
