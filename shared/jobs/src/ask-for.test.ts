/** What becomes of a job when the queue does not take it. */
import type { AccountId, CollectionId, LogFields, Logger } from '@anchorage/model';
import { expect, it } from 'vitest';
import { askFor } from './ask-for.ts';
import { JobsError } from './port.ts';
import type { Job } from './port.ts';

const job: Job = { kind: 'push', accountId: 'a' as AccountId, collectionId: 'c' as CollectionId };

it('is asked for, and says whose it is when the queue is away', async () => {
  const asked: Job[] = [];
  const warned: [string, LogFields | undefined][] = [];
  const warn: Logger['warn'] = (message, fields) => void warned.push([message, fields]);
  const logger = { warn } as Logger;
  await askFor({ logger, queue: { enqueue: async (one) => void asked.push(one) } }, job);
  expect([asked, warned]).toEqual([[job], []]);
  const away = { enqueue: () => Promise.reject(new JobsError('unavailable', 'away')) };
  await askFor({ logger, queue: away }, job);
  expect(warned).toEqual([[expect.any(String), { job: 'push.a.c', code: 'unavailable' }]]);
  const broken = { enqueue: () => Promise.reject(new TypeError('a mistake')) };
  await expect(askFor({ logger, queue: broken }, job)).rejects.toThrow('a mistake');
});
