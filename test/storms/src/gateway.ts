/**
 * The real front and the real connector on a store in memory, without a socket anywhere: phones post into the front's
 * HTTP handler, the connector's requests end at a DAV server in memory. Time and chance are the story's.
 */
import { Readable } from 'node:stream';
import { createConnector } from '@anchorage/connector';
import { createFront } from '@anchorage/front';
import { inProcessJobs } from '@anchorage/jobs';
import { createMemoryDav, handlerTransport } from '@anchorage/kit';
import type { MemoryDav, Transport } from '@anchorage/kit';
import { silentLogger } from '@anchorage/model';
import type { AccountId, Randomness } from '@anchorage/model';
import { createProviders } from '@anchorage/providers';
import type { HttpAnswer, HttpClient } from '@anchorage/providers';
import { keyRing, openStore } from '@anchorage/store';
import type { Store } from '@anchorage/store';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

export interface Gateway {
  readonly login: { readonly url: string; readonly username: string; readonly password: string };
  /** To the phones' door, whatever the weather. */
  readonly door: Transport;
  readonly cloud: MemoryDav;
  readonly store: Store;
  readonly accountId: AccountId;
  /** Until no job waits and the journal is empty; false: something stays undelivered for hours. */
  settle(): Promise<boolean>;
  /** Ends sessions that fell silent, as the front does every minute. */
  giveUpIdle(): Promise<number>;
  close(): Promise<void>;
}

export interface Surroundings {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly weather: Weather;
}

export async function createGateway({ time, chance, weather }: Surroundings): Promise<Gateway> {
  const random = seededRandom(chance);
  const keys = keyRing({ current: { id: 'storms', key: random.bytes(32) } });
  const store = await openStore({ url: 'sqlite::memory:', keys, clock: time, random });
  const jobs = inProcessJobs({ clock: time, timers: time.timers, logger: silentLogger });
  const cloud = createMemoryDav();
  const providers = createProviders({
    userAgent: 'Anchorage storms',
    allowPrivateAddresses: true,
    clock: time,
    random,
    timers: time.timers,
    http: cloudClient(cloud, { time, chance, weather }),
  });
  const { id: accountId } = await store.accounts.add({ name: 'storms', timeZone: 'Europe/Berlin' });
  const login = {
    url: 'http://sync.example.org/sync',
    username: 'stormphone',
    password: 'canary-password-7',
  };
  await addPhone(store, accountId, cloud, login);
  const connector = createConnector({
    store,
    jobs,
    providers,
    clock: time,
    random,
    logger: silentLogger,
    timers: time.timers,
    wait: (ms, signal) => time.wait(ms, signal),
    // Swept where the story says so: days pass in it that nobody has to wait through.
    settings: { sweepEvery: 10 * 365 * day, refreshPoll: seldom },
  });
  connector.start();
  const front = createFront({
    store,
    queue: jobs.queue,
    clock: time,
    random,
    logger: silentLogger,
    // Whoever waits for a job is told when it is done: to look as often as in reality would only cost.
    sleep: (ms) => time.sleep(Math.max(ms, seldom)),
    settings: { basicOverHttp: true, compression: 'off', minRate: 0 },
  });
  const handle = front.app.callback();

  return {
    login,
    door: handlerTransport((request, response) => void handle(request, response)),
    cloud,
    store,
    accountId,
    giveUpIdle: () => front.giveUpIdle(),
    async settle() {
      for (let rounds = 0; rounds < mostRounds; rounds += 1) {
        const asked = await connector.sweep();
        for (let waits = 0; waits < mostRounds && (await busy()); waits += 1) await time.sleep(shortPause);
        const { delayed } = await jobs.queue.counts();
        const pending = await store.collections.withPendingJournal(Number.MAX_SAFE_INTEGER, 1);
        if (asked === 0 && delayed === 0 && pending.length === 0) return true;
        await time.sleep(longPause);
      }
      return false;
    },
    async close() {
      await front.stop();
      await connector.stop(1_000);
      await jobs.queue.close();
      await providers.close();
      await store.close();
    },
  };

  async function busy(): Promise<boolean> {
    const { waiting, active } = await jobs.queue.counts();
    return waiting + active > 0;
  }
}

async function addPhone(
  store: Store,
  accountId: AccountId,
  cloud: MemoryDav,
  login: Gateway['login'],
): Promise<void> {
  const origin = 'https://dav.example.org';
  const { id: linkId } = await store.links.add(accountId, {
    provider: 'generic',
    url: origin,
    rootUrl: origin,
    username: 'storms',
    password: 'secret',
  });
  const device = await store.devices.add(accountId, { name: 'phone', ...login });
  const homes = [
    { name: 'card', collection: 'contacts', kind: 'contact' },
    { name: 'cal', collection: 'calendar', kind: 'event' },
  ] as const;
  for (const { name, collection, kind } of homes) {
    const { id } = await store.collections.upsert(accountId, {
      linkId,
      url: origin + cloud.collectionPath(collection),
      displayName: name,
      kinds: [kind],
      readOnly: false,
      maxResourceSize: null,
    });
    await store.datastores.add(accountId, {
      deviceId: device.id,
      name,
      policy: 'merge',
      collections: [id],
    });
  }
}

/** The way to the cloud: mostly quick, now and then slower than a phone's patience, sometimes broken. */
function cloudClient(cloud: MemoryDav, { time, chance, weather }: Surroundings): HttpClient {
  return {
    async request({ method, path, headers, body, signal }): Promise<HttpAnswer> {
      await time.sleep(weather.cloud('slow') ? chance.between(1_000, 40_000) : chance.between(2, 60));
      signal.throwIfAborted();
      if (weather.cloud('away')) return answer(503, {}, '');
      const {
        status,
        headers: told,
        body: text,
      } = cloud.answer({ method, path, headers, body: body?.toString('utf8') ?? '' }, null);
      if (weather.cloud('cut')) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
      return answer(status, told, text);
    },
    close: () => Promise.resolve(),
  };
}

function answer(statusCode: number, headers: HttpAnswer['headers'], text: string): HttpAnswer {
  return { statusCode, headers, body: Readable.from([Buffer.from(text)], { objectMode: false }) };
}

/** Ids in the shape of UUIDv7, growing; octets as good as any for a test. */
function seededRandom(chance: Chance): Randomness {
  let count = 0;
  return {
    bytes: (length) => Uint8Array.from({ length }, () => chance.between(0, 255)),
    id: () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`,
  };
}

const day = 86_400_000;
const seldom = 2_000;
const shortPause = 1_000;
const longPause = 20 * 60_000;
const mostRounds = 60;
