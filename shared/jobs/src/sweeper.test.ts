import { asId, silentLogger } from '@anchorage/model';
import { expect, it } from 'vitest';
import { JobsError } from './port.ts';
import type { Job } from './port.ts';
import { createSweeper } from './sweeper.ts';

function push(id: string): Job {
  return { kind: 'push', accountId: asId('a'), collectionId: asId(id) };
}

function setUp(find: () => Promise<readonly Job[]>, enqueue: (job: Job) => Promise<void>) {
  const due: (() => void)[] = [];
  const timers = {
    after: (_ms: number, work: () => void) => {
      due.push(work);
      return () => void due.splice(due.indexOf(work), 1);
    },
  };
  const sweeper = createSweeper({
    find,
    queue: { enqueue },
    intervalMs: 1_000,
    logger: silentLogger,
    timers,
  });
  return { sweeper, due };
}

it('asks for what the rows wait for, round after round', async () => {
  const asked: Job[] = [];
  const { sweeper, due } = setUp(
    async () => [push('1'), push('2')],
    async (job) => void asked.push(job),
  );
  due.shift()?.();
  await expect.poll(() => due.length).toBe(1);
  expect(asked).toEqual([push('1'), push('2')]);
  expect(await sweeper.sweep()).toBe(2);
  await sweeper.stop();
  expect(due).toHaveLength(0);
});

it.each([
  ['the database', async () => Promise.reject(new Error('down')), async () => undefined, 0],
  [
    'the queue',
    async () => [push('1'), push('2')],
    async () => Promise.reject(new JobsError('unavailable', 'down')),
    0,
  ],
])('survives that %s cannot be reached', async (_name, find, enqueue, count) => {
  const { sweeper, due } = setUp(find, enqueue);
  expect(await sweeper.sweep()).toBe(count);
  expect(due).toHaveLength(1);
  await sweeper.stop();
});

it('does not begin a round before the last has ended', async () => {
  const gate = Promise.withResolvers<readonly Job[]>();
  let finds = 0;
  const { sweeper } = setUp(
    () => {
      finds += 1;
      return gate.promise;
    },
    async () => undefined,
  );
  const both = Promise.all([sweeper.sweep(), sweeper.sweep()]);
  gate.resolve([push('1')]);
  expect(await both).toEqual([1, 1]);
  expect(finds).toBe(1);
  await sweeper.stop();
});
