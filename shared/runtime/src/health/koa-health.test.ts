import { describe, expect, it } from 'vitest';
import { koaHealth } from './koa-health.ts';
import type { HealthContext } from './koa-health.ts';
import { runChecks } from './run-checks.ts';

const phases = {
  starting: { isReady: () => false, isStopping: () => false },
  ready: { isReady: () => true, isStopping: () => false },
  stopping: { isReady: () => false, isStopping: () => true },
};
const fine = async (): Promise<void> => undefined;

async function get(path: string, phase: keyof typeof phases, check = fine, method = 'GET') {
  const context: HealthContext = { method, path, status: 404, body: null, set: () => undefined };
  let passed = false;
  await koaHealth({ checks: { database: check }, lifecycle: phases[phase] })(context, async () => {
    passed = true;
  });
  return { status: context.status, body: context.body, passed };
}

describe('probes', () => {
  it.each([
    ['/livez', 'starting', 200],
    ['/livez', 'stopping', 200],
    ['/startupz', 'starting', 503],
    ['/startupz', 'ready', 200],
    ['/startupz', 'stopping', 200],
    ['/readyz', 'starting', 503],
    ['/readyz', 'ready', 200],
    ['/readyz', 'stopping', 503],
  ] as const)('%s while %s says %d', async (path, phase, status) => {
    expect(await get(path, phase)).toMatchObject({ status, passed: false });
  });

  it('names the check that failed by code, never by message', async () => {
    const broken = () => Promise.reject(Object.assign(new Error('CANARY'), { code: 'unavailable' }));
    const { status, body } = await get('/readyz', 'ready', broken);
    expect(status).toBe(503);
    expect(body).toEqual({ status: 'unavailable', checks: { database: 'Error unavailable' } });
  });

  it('leaves everything else alone', async () => {
    expect(await get('/sync', 'ready')).toMatchObject({ passed: true, status: 404 });
    expect(await get('/readyz', 'ready', fine, 'POST')).toMatchObject({ passed: true });
  });

  it('does not wait for a check that hangs, and runs one round for probes that come together', async () => {
    expect(await runChecks({ slow: () => new Promise(() => undefined), quick: fine }, 30)).toEqual({
      slow: 'timeout',
      quick: 'ok',
    });
    let rounds = 0;
    const check = async (): Promise<void> => {
      rounds += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    };
    const probe = koaHealth({ checks: { check }, lifecycle: phases.ready });
    const contexts = Array.from({ length: 5 }, () => ({
      method: 'GET',
      path: '/readyz',
      status: 404,
      body: null as unknown,
      set: () => undefined,
    }));
    await Promise.all(contexts.map((context) => probe(context, fine)));
    expect(contexts.map((context) => context.status)).toEqual([200, 200, 200, 200, 200]);
    expect(rounds).toBe(1);
  });
});
