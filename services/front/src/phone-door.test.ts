import { silentLogger } from '@anchorage/model';
import { createLifecycle, loadSettings } from '@anchorage/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { openPhoneDoor, phoneServing } from './phone-door.ts';
import { head, rawHttp } from './testing/raw-http.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig | undefined;
let stop: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await stop?.();
  await rig?.close();
});

async function open(env: Record<string, string>): Promise<string> {
  rig = await createRig();
  const { front } = await rig.serve();
  const closing: (() => Promise<void>)[] = [];
  const lifecycle = {
    ...createLifecycle(silentLogger, { stepTimeoutMs: 1_000, drainDelayMs: 0 }),
    onStop: (_: string, close: () => Promise<void> | void) => void closing.push(async () => close()),
    isReady: () => true,
  };
  const { store, queue } = rig;
  const settings = loadSettings({ HOST: '127.0.0.1', ...env });
  const served = await openPhoneDoor({ settings, lifecycle, store, jobs: { queue } }, front);
  stop = () => Promise.all(closing.map((close) => close()));
  return served.localUrl;
}

describe('openPhoneDoor', () => {
  it.each([
    [{ PORT: '0' }],
    [{ PORT: '1', PHONE_PORT: '0' }],
    [{ PORT: '1', HOST: '192.0.2.1', PHONE_PORT: '0', PHONE_HOST: '127.0.0.1' }],
  ])('serves phones and probes and nothing else (%j)', async (env) => {
    const url = await open(env);
    for (const [path, status] of [
      ['/sync', 200],
      ['/s', 200],
      ['/livez', 200],
      ['/readyz', 200],
      ['/', 404],
      ['/api/v1/accounts', 404],
      ['/metrics', 404],
      ['/sync/../', 404],
    ] as const) {
      const reply = await rawHttp(url, head(`GET ${path} HTTP/1.0`, {}));
      expect(reply.status, path).toBe(status);
      expect(reply.headers['content-length'], path).toBeDefined();
      expect(reply.headers['content-type'], path).not.toContain('html');
    }
  });

  it('names the setting of a port that is taken', async () => {
    const url = await open({ PHONE_PORT: '0' });
    const port = new URL(url).port;
    const again = { HOST: '127.0.0.1', PHONE_PORT: port };
    const lifecycle = createLifecycle(silentLogger, { stepTimeoutMs: 1, drainDelayMs: 0 });
    const settings = loadSettings(again);
    if (rig === undefined) throw new Error('no rig');
    const { front } = await rig.serve();
    const frame = { settings, lifecycle, store: rig.store, jobs: { queue: rig.queue } };
    await expect(openPhoneDoor(frame, front)).rejects.toThrow(
      `port ${port} is taken; choose another with PHONE_PORT`,
    );
  });

  it('guards connections, but not those of a trusted proxy', () => {
    expect(phoneServing(loadSettings({})).prepare).toBeDefined();
    expect(phoneServing(loadSettings({ TRUST_PROXY: 'true' })).prepare).toBeUndefined();
  });
});
