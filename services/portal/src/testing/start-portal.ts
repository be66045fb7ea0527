/** The portal alone on a real store in memory, answering over HTTP; what it asks of the queue is only written down. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job } from '@anchorage/jobs';
import { silentLogger } from '@anchorage/model';
import { systemClock, systemRandom } from '@anchorage/runtime';
import { generateKey, keyRing, openStore } from '@anchorage/store';
import type { Store } from '@anchorage/store';
import Koa from 'koa';
import { createPortal } from '../portal.ts';

export interface StartedPortal {
  readonly store: Store;
  readonly asked: readonly Job[];
  now(): number;
  // The bodies are what a script would see: looked at, not typed.
  // oxlint-disable-next-line typescript/no-explicit-any
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  close(): Promise<void>;
}

export async function startPortal(): Promise<StartedPortal> {
  const keys = keyRing({ current: { id: 'test', key: generateKey() } });
  const store = await openStore({ url: 'sqlite::memory:', keys, clock: systemClock, random: systemRandom });
  const asked: Job[] = [];
  const portal = createPortal({
    store,
    queue: {
      enqueue: (job) => Promise.resolve(void asked.push(job)),
      onEnded: () => () => undefined,
      counts: () => Promise.resolve({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    provider: () => {
      throw new Error('no cloud here');
    },
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    token,
    retention: 30 * 86_400_000,
    publicUrl: () => 'http://sync.example.org',
  });
  const app = new Koa();
  portal.mount(app);
  const answer = app.callback();
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    store,
    asked,
    now: () => systemClock.now(),
    async call(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: JSON.parse((await response.text()) || '{}') };
    },
    async close() {
      server.close();
      await store.close();
    },
  };
}

const token = 'operator-token-0123456789';
