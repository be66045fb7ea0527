/**
 * The real front and the real connector in this process, on a store in memory, with a DAV server in memory behind them.
 * Clock and randomness are the test's, so that the same story gives the same octets but for what the queue orders.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnector } from '@anchorage/connector';
import { createFront, phoneServerOptions } from '@anchorage/front';
import type { FrontSettings } from '@anchorage/front';
import { inProcessJobs } from '@anchorage/jobs';
import { startFaultDav } from '@anchorage/kit';
import type { FaultDav } from '@anchorage/kit';
import { silentLogger } from '@anchorage/model';
import type { AccountId, ConflictPolicy, DeviceId, Randomness } from '@anchorage/model';
import { createProviders } from '@anchorage/providers';
import { generateKey, keyRing, openStore } from '@anchorage/store';
import type { Store } from '@anchorage/store';

export type CloudCollection = 'contacts' | 'calendar' | 'tasks';

export interface PhoneWorld {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly store: Store;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly cloud: FaultDav;
  /** As another client of the cloud writes. */
  cloudPut(collection: CloudCollection, name: string, body: string): void;
  cloudRemove(collection: CloudCollection, name: string): void;
  /** Has the cloud read while a phone is in the middle of its sync, and waits until that is done. */
  refresh(): Promise<void>;
  /** Bodies in the cloud once the journal is empty, sorted. */
  delivered(collection: CloudCollection): Promise<readonly string[]>;
  /** Lets days go by at once. */
  passDays(days: number): void;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly policy?: ConflictPolicy;
  /** The operator vouches for what stands before the front. */
  readonly trustProxy?: boolean;
  /** Time passes only when the test says so: no deadline is ever reached. */
  readonly clockStands?: boolean;
}

export async function createPhoneWorld(
  settings: Partial<FrontSettings> = {},
  { policy = 'merge', trustProxy = false, clockStands = false }: WorldOptions = {},
): Promise<PhoneWorld> {
  const clock = countingClock(clockStands);
  const random = countingRandom();
  const keys = keyRing({ current: { id: 'test', key: generateKey() } });
  const store = await openStore({ url: 'sqlite::memory:', keys, clock, random });
  const jobs = inProcessJobs({ clock: { now: () => Date.now() }, logger: silentLogger });
  const cloud = await startFaultDav();
  const providers = createProviders({
    userAgent: 'Anchorage test',
    allowPrivateAddresses: true,
    clock,
    random,
    limits: {},
  });
  const { id: accountId } = await store.accounts.add({ name: 'model', timeZone: 'Europe/Berlin' });
  const link = await store.links.add(accountId, {
    provider: 'generic',
    url: cloud.url,
    rootUrl: cloud.url,
    username: 'model',
    password: 'secret',
  });
  const login = { username: 'modelphone', password: 'canary-password-7' };
  const device = await store.devices.add(accountId, { name: 'phone', ...login });
  const homes = [
    { name: 'card', collection: 'contacts', kind: 'contact' },
    { name: 'cal', collection: 'calendar', kind: 'event' },
    { name: 'task', collection: 'tasks', kind: 'task' },
  ] as const;
  for (const { name, collection, kind } of homes) {
    const { id } = await store.collections.upsert(accountId, {
      linkId: link.id,
      url: cloud.collectionUrl(collection),
      displayName: name,
      kinds: [kind],
      readOnly: false,
      maxResourceSize: null,
    });
    await store.datastores.add(accountId, {
      deviceId: device.id,
      name,
      policy,
      collections: [id],
    });
  }
  const connector = createConnector({ store, jobs, providers, clock, random, logger: silentLogger });
  connector.start();
  const front = createFront({ store, queue: jobs.queue, clock, random, logger: silentLogger, settings });
  front.app.proxy = trustProxy;
  const handle = front.app.callback();
  const server = createServer(phoneServerOptions, (request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    ...login,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sync`,
    store,
    accountId,
    deviceId: device.id,
    cloud,
    cloudPut: (collection, name, body) => void cloud.collection(collection).put(name, body),
    cloudRemove: (collection, name) => void cloud.collection(collection).remove(name),
    async refresh() {
      const { collections } = store;
      for (const { id } of await collections.list(accountId)) {
        await jobs.queue.enqueue({ kind: 'refresh', accountId, collectionId: id });
      }
      await idle();
    },
    async delivered(collection) {
      await idle();
      return cloud
        .members(collection)
        .map(({ body }) => body)
        .toSorted();
    },
    passDays: (days) => clock.pass(days * 86_400_000),
    async close() {
      await front.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connector.stop(2_000);
      await jobs.queue.close();
      await providers.close();
      await store.close();
      await cloud.close();
    },
  };

  async function idle(): Promise<void> {
    const isIdle = async (): Promise<boolean> => {
      const { waiting, active } = await jobs.queue.counts();
      return waiting + active === 0;
    };
    for (let tries = 0; tries < 400 && !(await isIdle()); tries += 1) await pause(10);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Starts in 2026 and goes by with the real one, so that deadlines stay deadlines, or stands still. */
function countingClock(stands: boolean): { now(): number; pass(ms: number): void } {
  const started = Date.now();
  let base = Date.UTC(2026, 0, 5, 8);
  return {
    now: () => (stands ? base : base + Date.now() - started),
    pass: (ms) => {
      base += ms;
    },
  };
}

function countingRandom(): Randomness {
  let count = 0;
  const next = () => String(++count).padStart(12, '0');
  return {
    bytes: (length) => {
      count += 1;
      return Uint8Array.from({ length }, (_, index) => (count * 31 + index * 17 + (count >> 3)) & 0xff);
    },
    id: () => `01900000-0000-7000-8000-${next()}`,
  };
}
