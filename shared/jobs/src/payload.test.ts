import { asId } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { jobKey } from './job-key.ts';
import { fromPayload, toPayload } from './payload.ts';
import type { Job } from './port.ts';

const accountId = asId<'account'>('01a20d1c-46cc-7168-995a-e22cb5373140');
const cases: readonly (readonly [Job, string])[] = [
  [{ kind: 'push', accountId, collectionId: asId('c') }, 'push.01a20d1c-46cc-7168-995a-e22cb5373140.c'],
  [{ kind: 'refresh', accountId, collectionId: asId('c') }, 'refresh.01a20d1c-46cc-7168-995a-e22cb5373140.c'],
  [
    { kind: 'reconcile', accountId, sessionId: asId('s'), datastoreId: asId('d') },
    'reconcile.01a20d1c-46cc-7168-995a-e22cb5373140.s.d',
  ],
  [{ kind: 'discover', accountId, linkId: asId('l') }, 'discover.01a20d1c-46cc-7168-995a-e22cb5373140.l'],
  [{ kind: 'undo', accountId, undoId: asId('u') }, 'undo.01a20d1c-46cc-7168-995a-e22cb5373140.u'],
  [{ kind: 'enrol', enrolmentId: asId('e') }, 'enrol.e'],
];

describe('payload', () => {
  it('carries nothing but what it names', () => {
    const job = { kind: 'enrol', enrolmentId: asId<'enrolment'>('e'), password: 'secret' } as const;
    expect(toPayload(job)).toEqual({ v: 1, kind: 'enrol', enrolmentId: 'e' });
  });

  it.each(cases)('carries %o there and back, with key %s', (job, key) => {
    const payload: unknown = JSON.parse(JSON.stringify(toPayload(job)));
    expect(payload).toMatchObject({ v: 1 });
    expect(fromPayload(payload)).toEqual(job);
    expect(jobKey(job)).toBe(key);
  });

  it.each([
    null,
    undefined,
    'push',
    {},
    { v: 2, kind: 'push', accountId: 'a', collectionId: 'c' },
    { v: 1, kind: 'pull', accountId: 'a', collectionId: 'c' },
    { v: 1, kind: 'push', accountId: 'a' },
    { v: 1, kind: 'enrol', accountId: 'a' },
    { v: 1, kind: 'push', accountId: 'a', collectionId: 'a:b' },
    { v: 1, kind: 'push', accountId: 'a', collectionId: 'c'.repeat(65) },
  ])('refuses %o', (data) => {
    expect(() => fromPayload(data)).toThrowError(expect.objectContaining({ code: 'malformed' }));
  });
});
