import { asId, silentLogger } from '@anchorage/model';
import { expect, it } from 'vitest';
import type { Job } from '../port.ts';
import { inProcessJobs } from './in-process-jobs.ts';

const push: Job = { kind: 'push', accountId: asId('a'), collectionId: asId('c') };

it('is moved by the timers it was handed', async () => {
  let now = 0;
  let pending: { readonly at: number; readonly work: () => void }[] = [];
  const jobs = inProcessJobs({
    clock: { now: () => now },
    logger: silentLogger,
    timers: {
      after: (ms, work) => {
        const timer = { at: now + ms, work };
        pending.push(timer);
        return () => {
          pending = pending.filter((one) => one !== timer);
        };
      },
    },
  });
  const runs: number[] = [];
  jobs.work(
    {
      push: async () => {
        runs.push(now);
        return { again: 'after', delayMs: 3_600_000 };
      },
    },
    { concurrency: 1 },
  );
  await jobs.queue.enqueue(push, { delayMs: 86_400_000 });
  for (let step = 0; step < 3; step += 1) {
    const [next] = pending.splice(0, 1);
    now = next?.at ?? now;
    next?.work();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  expect(runs).toEqual([86_400_000, 90_000_000, 93_600_000]);
});
