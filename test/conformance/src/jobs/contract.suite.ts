/**
 * What every queue adapter promises (see its port), as one suite that runs on all of them, so that the rungs cannot drift.
 * Times are real and short.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Job, JobHandlers, JobResult, Jobs, JobWorkers } from '@anchorage/jobs';
import {
  discover,
  enrol,
  pause,
  probeId,
  push,
  reconcile,
  refresh,
  until,
  untilHeard,
} from './asked-jobs.ts';

/** @param create an adapter whose first retry comes after some 20 ms, on a queue of its own */
export function jobsContract(name: string, create: () => Promise<Jobs>): void {
  describe(`jobs contract: ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });
    const open = async (): Promise<Jobs> => {
      const jobs = await create();
      closing.push(() => jobs.queue.close());
      return jobs;
    };
    const work = (jobs: Jobs, handlers: Partial<JobHandlers>, concurrency = 4): JobWorkers => {
      const workers = jobs.work(handlers, { concurrency });
      closing.push(() => workers.close(1_000));
      return workers;
    };

    it('runs a job with its ids and tells that it ended', async () => {
      const jobs = await open();
      const ended: Job[] = [];
      jobs.queue.onEnded((job) => void ended.push(job));
      const seen: Job[] = [];
      const note = async (job: Job): Promise<JobResult> => {
        seen.push(job);
        return done;
      };
      work(jobs, { refresh: note, reconcile: note, push: note, discover: note, enrol: note });
      await untilHeard(jobs, ended);
      seen.length = 0;
      const asked = [push('1'), refresh('1'), reconcile('1'), discover('1'), enrol('1')];
      for (const job of asked) await jobs.queue.enqueue(job);
      await until(() => seen.length >= 5 && ended.length >= 5);
      expect(byKind(seen)).toEqual(byKind(asked));
      expect(byKind(ended)).toEqual(byKind(asked));
    });

    it('hands over a job id without colons that is the same for the same job', async () => {
      const jobs = await open();
      const ids: string[] = [];
      work(jobs, {
        push: async (_job, { jobId }) => {
          ids.push(jobId);
          return done;
        },
      });
      await jobs.queue.enqueue(push('1'));
      await until(() => ids.length === 1);
      await jobs.queue.enqueue(push('1'));
      await until(() => ids.length === 2);
      expect(ids[0]).toBe(ids[1]);
      expect(ids[0]).not.toContain(':');
    });

    it('takes the same job asked for twice while waiting as one', async () => {
      const jobs = await open();
      let runs = 0;
      for (let i = 0; i < 5; i += 1) await jobs.queue.enqueue(push('1'));
      await jobs.queue.enqueue(push('2'));
      expect(await jobs.queue.counts()).toMatchObject({ waiting: 2, active: 0 });
      work(jobs, { push: counted(() => (runs += 1)) });
      await until(() => runs === 2);
      await pause(150);
      expect(runs).toBe(2);
    });

    it('runs a job once more when it was asked for while it ran', async () => {
      const jobs = await open();
      let runs = 0;
      const gate = Promise.withResolvers<void>();
      work(jobs, {
        push: async () => {
          runs += 1;
          if (runs === 1) await gate.promise;
          return done;
        },
      });
      await jobs.queue.enqueue(push('1'));
      await until(() => runs === 1);
      await jobs.queue.enqueue(push('1'));
      await jobs.queue.enqueue(push('1'));
      await pause(100);
      expect(runs).toBe(1);
      gate.resolve();
      await until(() => runs === 2);
      await pause(150);
      expect(runs).toBe(2);
    });

    it('never runs two jobs of one key at once, others side by side', async () => {
      const jobs = await open();
      const now = new Map<string, number>();
      let together = 0;
      let most = 0;
      let runs = 0;
      work(jobs, {
        push: async ({ collectionId }) => {
          const same = (now.get(collectionId) ?? 0) + 1;
          now.set(collectionId, same);
          together = Math.max(together, same);
          most = Math.max(
            most,
            [...now.values()].reduce((sum, count) => sum + count, 0),
          );
          runs += 1;
          await pause(15);
          now.set(collectionId, same - 1);
          return done;
        },
      });
      for (let round = 0; round < 8; round += 1) {
        for (const id of ['a', 'b', 'c']) await jobs.queue.enqueue(push(id));
        await pause(10);
      }
      await until(async () => {
        const { waiting, active } = await jobs.queue.counts();
        return runs >= 3 && waiting + active === 0;
      });
      expect(together).toBe(1);
      expect(most).toBeGreaterThan(1);
    });

    it('lets a job of one kind wait for a job of another, however few places there are', async () => {
      const jobs = await open();
      const refreshed = Promise.withResolvers<void>();
      let reconciled = false;
      work(
        jobs,
        {
          reconcile: async () => {
            await jobs.queue.enqueue(refresh('1'));
            await refreshed.promise;
            reconciled = true;
            return done;
          },
          refresh: async () => {
            refreshed.resolve();
            return done;
          },
        },
        1,
      );
      await jobs.queue.enqueue(reconcile('1'));
      await until(() => reconciled);
      expect(reconciled).toBe(true);
    });

    it('rings an alarm when it is due, the earliest of several', async () => {
      const jobs = await open();
      const runs: number[] = [];
      work(jobs, { push: counted(() => runs.push(performance.now())) });
      const start = performance.now();
      await jobs.queue.enqueue(push('1'), { delayMs: 60_000 });
      await jobs.queue.enqueue(push('1'), { delayMs: 300 });
      await jobs.queue.enqueue(push('1'), { delayMs: 30_000 });
      expect(await jobs.queue.counts()).toMatchObject({ delayed: 1 });
      await until(() => runs.length === 1);
      expect((runs[0] ?? 0) - start).toBeGreaterThanOrEqual(290);
      await pause(100);
      expect(runs).toHaveLength(1);
    });

    it('runs at once when asked for in spite of an alarm', async () => {
      const jobs = await open();
      let runs = 0;
      work(jobs, { push: counted(() => (runs += 1)) });
      await jobs.queue.enqueue(push('1'), { delayMs: 60_000 });
      await jobs.queue.enqueue(push('1'));
      await until(() => runs === 1);
      expect(runs).toBe(1);
    });

    it('runs again after as long as the handler says', async () => {
      const jobs = await open();
      const runs: number[] = [];
      work(jobs, {
        push: async () => {
          runs.push(performance.now());
          return runs.length < 3 ? { again: 'after', delayMs: 80 } : done;
        },
      });
      await jobs.queue.enqueue(push('1'));
      await until(() => runs.length === 3);
      await pause(200);
      expect(runs).toHaveLength(3);
      expect((runs[1] ?? 0) - (runs[0] ?? 0)).toBeGreaterThanOrEqual(75);
    });

    it('runs a job that throws again, and others meanwhile (F32)', async () => {
      const jobs = await open();
      let bad = 0;
      let good = 0;
      work(
        jobs,
        {
          push: async ({ collectionId }) => {
            if (collectionId === 'good') good += 1;
            else {
              bad += 1;
              if (bad < 3) throw new Error('not now');
            }
            return done;
          },
        },
        1,
      );
      await jobs.queue.enqueue(push('bad'));
      await jobs.queue.enqueue(push('good'));
      await until(() => good === 1 && bad === 3);
      await pause(200);
      expect([good, bad]).toEqual([1, 3]);
    });

    it('gives up a job that always throws, tells so, and takes it again when asked (F32)', async () => {
      const jobs = await open();
      const ended: Job[] = [];
      jobs.queue.onEnded((job) => void ended.push(job));
      let runs = 0;
      let heal = false;
      work(jobs, {
        discover: async () => done,
        enrol: async () => done,
        refresh: async () => done,
        reconcile: async () => done,
        push: async ({ collectionId }) => {
          if (collectionId === probeId) return done;
          runs += 1;
          if (!heal) throw new TypeError('never');
          return done;
        },
      });
      await untilHeard(jobs, ended);
      await jobs.queue.enqueue(push('1'));
      await until(async () => (await jobs.queue.counts()).failed === 1);
      expect(runs).toBe(5);
      await until(() => ended.length >= 1);
      heal = true;
      await jobs.queue.enqueue(push('1'));
      await until(() => runs === 6);
      expect(ended[0]).toEqual(push('1'));
    });

    it('closes after running jobs have ended, and takes no more', async () => {
      const jobs = await open();
      let begun = 0;
      let ended = 0;
      const workers = work(
        jobs,
        {
          push: async () => {
            begun += 1;
            await pause(150);
            ended += 1;
            return done;
          },
        },
        1,
      );
      await jobs.queue.enqueue(push('1'));
      await jobs.queue.enqueue(push('2'));
      await until(() => begun === 1);
      await workers.close(2_000);
      expect([begun, ended]).toEqual([1, 1]);
      await pause(100);
      expect(begun).toBe(1);
    });

    it('aborts what is not done within the grace', async () => {
      const jobs = await open();
      let aborted = false;
      let begun = false;
      const workers = work(jobs, {
        push: async (_job, { signal }) => {
          begun = true;
          await new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => resolve());
          });
          aborted = true;
          return done;
        },
      });
      await jobs.queue.enqueue(push('1'));
      await until(() => begun);
      const start = performance.now();
      await workers.close(100);
      expect(aborted).toBe(true);
      expect(performance.now() - start).toBeLessThan(3_000);
    });

    it('refuses after it was closed', async () => {
      const jobs = await open();
      await jobs.queue.check();
      await jobs.queue.close();
      await expect(jobs.queue.enqueue(push('1'))).rejects.toMatchObject({ code: 'unavailable' });
      await expect(jobs.queue.check()).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}

const done: JobResult = { again: 'no' };

function counted(count: () => void): () => Promise<JobResult> {
  return async () => {
    count();
    return done;
  };
}

function byKind(jobs: readonly Job[]): readonly Job[] {
  return jobs.toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}
