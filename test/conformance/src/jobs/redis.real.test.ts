import { fork } from 'node:child_process';
import { once } from 'node:events';
import { redisJobs } from '@anchorage/jobs';
import type { Job, Jobs } from '@anchorage/jobs';
import { pause, push, refresh, until, untilHeard } from './asked-jobs.ts';
import { jobsContract } from './contract.suite.ts';
import { startRedis } from '@anchorage/kit';
import type { RedisServer } from '@anchorage/kit';
import { silentLogger } from '@anchorage/model';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

let redis: RedisServer;
let prefixes = 0;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.remove());

function create(prefix = `{test-${(prefixes += 1)}}`): Jobs {
  return redisJobs({
    url: redis.url,
    logger: silentLogger,
    prefix,
    lockMs: 1_500,
    stalledCheckMs: 500,
    retryDelayMs: 20,
  });
}

jobsContract('BullMQ on Redis', async () => create());

describe('jobs on Redis', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  const open = (prefix?: string): Jobs => {
    const jobs = create(prefix);
    closing.push(() => jobs.queue.close());
    return jobs;
  };
  const count = (jobs: Jobs, delay = 0): { runs: () => number; most: () => number } => {
    let runs = 0;
    let now = 0;
    let most = 0;
    const workers = jobs.work(
      {
        push: async () => {
          runs += 1;
          now += 1;
          most = Math.max(most, now);
          await pause(delay);
          now -= 1;
          return { again: 'no' };
        },
      },
      { concurrency: 3 },
    );
    closing.push(() => workers.close(2_000));
    return { runs: () => runs, most: () => most };
  };

  it('tells one process of the jobs that ended in another', async () => {
    const [asking, working] = [open('{shared}'), open('{shared}')];
    const ended: Job[] = [];
    asking.queue.onEnded((job) => void ended.push(job));
    count(working);
    await untilHeard(asking, ended, [push('1')]);
    await asking.queue.enqueue(push('2'));
    await until(() => ended.length === 1);
    expect(ended).toEqual([push('2')]);
  });

  it('gives every job to one of several workers', async () => {
    const [one, two] = [open('{several}'), open('{several}')];
    const [first, second] = [count(one, 5), count(two, 5)];
    for (let i = 0; i < 60; i += 1) await one.queue.enqueue(push(String(i)));
    await until(() => first.runs() + second.runs() === 60);
    await pause(100);
    expect(first.runs() + second.runs()).toBe(60);
    expect(Math.min(first.runs(), second.runs())).toBeGreaterThan(0);
  });

  it.each([
    ['nothing is there', 0, 0],
    ['jobs wait', 0, 20],
    ['a job runs', 400, 1],
  ])('goes on after FLUSHALL while %s', async (_name, delay, before) => {
    const jobs = open();
    const counter = count(jobs, delay);
    await jobs.queue.enqueue(refresh('never'));
    for (let i = 0; i < before; i += 1) await jobs.queue.enqueue(push('1'));
    if (delay > 0) await until(() => counter.runs() === 1);
    await redis.flushAll();
    const runs = counter.runs();
    await jobs.queue.enqueue(push('1'));
    await until(() => counter.runs() > runs);
    expect(counter.most()).toBe(1);
    await jobs.queue.enqueue(push('2'));
    await until(() => counter.runs() > runs + 1);
    expect(await jobs.queue.counts()).toMatchObject({ failed: 0 });
  });

  it('loses an alarm to FLUSHALL and nothing else (F34)', async () => {
    const jobs = open();
    const counter = count(jobs);
    await jobs.queue.enqueue(push('1'), { delayMs: 300 });
    await redis.flushAll();
    await pause(500);
    expect(counter.runs()).toBe(0);
    await jobs.queue.enqueue(push('1'), { delayMs: 100 });
    await until(() => counter.runs() === 1);
    expect(counter.runs()).toBe(1);
  });

  it('fails at once while Redis is away, and works when it is back (F33)', async () => {
    const jobs = open();
    const counter = count(jobs);
    const ended: Job[] = [];
    jobs.queue.onEnded((job) => void ended.push(job));
    await untilHeard(jobs, ended, [push('1')]);
    const runs = counter.runs();
    await redis.kill();
    const start = performance.now();
    await expect(jobs.queue.enqueue(push('2'))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(jobs.queue.check()).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - start).toBeLessThan(5_000);
    await redis.restart();
    await until(async () => {
      await jobs.queue.enqueue(push('3')).catch(() => undefined);
      return counter.runs() > runs && ended.length > 0;
    });
    await jobs.queue.check();
    expect(ended.at(-1)).toEqual(push('3'));
  });

  it('closes while Redis is away', async () => {
    const jobs = create();
    const workers = jobs.work({ push: async () => ({ again: 'no' }) }, { concurrency: 1 });
    jobs.queue.onEnded(() => undefined);
    await jobs.queue.enqueue(push('1'));
    await redis.kill();
    const start = performance.now();
    await workers.close(200);
    await jobs.queue.close();
    expect(performance.now() - start).toBeLessThan(12_000);
    await redis.restart();
  });

  it('gives the job of a killed process to another (F28)', async () => {
    const prefix = '{killed}';
    const child = fork(new URL('hold-a-job.ts', import.meta.url), [redis.url, prefix], { silent: true });
    const jobs = open(prefix);
    await once(child, 'message');
    await jobs.queue.enqueue(push('1'));
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const counter = count(jobs);
    await until(() => counter.runs() === 1);
    expect(counter.runs()).toBe(1);
  });

  it('sets a job aside whose payload nobody can read, and goes on (F32)', async () => {
    const jobs = open('{poison}');
    const counter = count(jobs);
    await jobs.queue.enqueue(push('1'));
    await until(() => counter.runs() === 1);
    const id = 'poison';
    const fields = {
      name: 'job',
      data: '{"v":99}',
      opts: '{"attempts":5}',
      timestamp: '1',
      delay: '0',
      priority: '0',
    };
    await redis.command(['HSET', `{poison}:push:${id}`].concat(Object.entries(fields).flat()));
    await redis.command(['LPUSH', '{poison}:push:wait', id]);
    await jobs.queue.enqueue(push('2'));
    await until(() => counter.runs() === 2);
    await until(async () => (await jobs.queue.counts()).failed === 1);
    expect((await jobs.queue.counts()).failed).toBe(1);
  });
});
