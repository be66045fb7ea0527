/**
 * The connector with everything behind it, for tests: the real store in memory, real pim, a cloud in memory, a clock
 * that the test moves, and a queue that runs jobs when told to. Phones behave as the front makes them.
 */
import type { Job, JobQueue } from '@anchorage/jobs';
import { datastoreNames, kindOfDatastore, silentLogger, syncTypes } from '@anchorage/model';
import type {
  AccountId,
  DatastorePolicy,
  DatastoreName,
  PhoneCapabilities,
  SyncType,
} from '@anchorage/model';
import { matchSlowSync } from '@anchorage/reconcile';
import { systemRandom } from '@anchorage/runtime';
import { generateKey, keyRing, openStore, StoreError } from '@anchorage/store';
import type { Collection, Store } from '@anchorage/store';
import { discoverHandler } from '../handlers/discover.ts';
import { enrolHandler } from '../handlers/enrol.ts';
import { pushHandler } from '../handlers/push.ts';
import { reconcileHandler } from '../handlers/reconcile.ts';
import { refreshHandler } from '../handlers/refresh.ts';
import { undoHandler } from '../handlers/undo.ts';
import { defaultSettings } from '../settings.ts';
import type { ConnectorSettings } from '../settings.ts';
import type { Tools } from '../tools.ts';
import { createMemoryCloud } from './memory-cloud.ts';
import type { MemoryCloud, MemoryCollection } from './memory-cloud.ts';
import { createTestPhone } from './test-phone.ts';
import type { TestPhone } from './test-phone.ts';

export interface Rig {
  readonly store: Store;
  readonly tools: Tools;
  readonly accountId: AccountId;
  readonly cloud: MemoryCloud;
  readonly card: { readonly row: Collection; readonly server: MemoryCollection };
  readonly cal: { readonly row: Collection; readonly server: MemoryCollection };
  readonly asked: Job[];
  /** Says whether the connector's process dies around a transaction's commit. */
  readonly dies: { before: () => boolean; after: () => boolean };
  phone(options?: {
    name?: string;
    policy?: DatastorePolicy;
    vcard?: 'vcard21' | 'vcard30';
    calendar?: 'text/calendar' | 'text/x-vcalendar';
  }): Promise<TestPhone>;
  /** Runs what was asked for until nothing is left; "again after" moves the clock, at most this many times. */
  drain(): Promise<void>;
  run(job: Job): Promise<number | null>;
  refresh(): Promise<void>;
  push(): Promise<void>;
  passTime(ms: number): void;
  /** Living items of a collection. */
  items(name: 'card' | 'cal'): Promise<readonly string[]>;
}

export async function createRig(settings: Partial<ConnectorSettings> = {}): Promise<Rig> {
  let now = 1_700_000_000_000;
  const clock = { now: () => (now += 1) };
  const keys = keyRing({ current: { id: 'test', key: generateKey() } });
  const store = await openStore({ url: 'sqlite::memory:', keys, clock, random: systemRandom });
  const cloud = createMemoryCloud();
  const asked: Job[] = [];
  const queue: JobQueue = {
    enqueue: (job) => {
      if (!asked.some((other) => JSON.stringify(other) === JSON.stringify(job))) asked.push(job);
      return Promise.resolve();
    },
    onEnded: () => () => undefined,
    counts: () => Promise.resolve({ waiting: asked.length, active: 0, delayed: 0, failed: 0 }),
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const dies = { before: () => false, after: () => false };
  const mortal: Store = {
    ...store,
    async transaction(work) {
      if (dies.before()) throw new StoreError('unavailable', 'died before the commit');
      const result = await store.transaction(work);
      if (dies.after()) throw new StoreError('unavailable', 'died after the commit');
      return result;
    },
  };
  const tools: Tools = {
    store: mortal,
    queue,
    provider: () => cloud.provider,
    clock,
    random: systemRandom,
    logger: silentLogger,
    settings: { ...defaultSettings, ...settings },
    wait: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    giveTurn: () => Promise.resolve(),
    match: matchSlowSync,
  };
  const { id: accountId } = await store.accounts.add({ name: 'rig', timeZone: 'Europe/Berlin' });
  const login = { provider: 'generic', url: 'https://dav.example.org/', rootUrl: 'https://dav.example.org/' };
  const link = await store.links.add(accountId, { ...login, username: 'rig', password: 'secret' });
  const card = await addCollection('card');
  const cal = await addCollection('cal');
  const handlers = {
    refresh: refreshHandler(tools),
    push: pushHandler(tools),
    reconcile: reconcileHandler(tools),
    discover: discoverHandler(tools),
    enrol: enrolHandler(tools),
    undo: undoHandler(tools),
  };

  async function addCollection(name: 'card' | 'cal'): Promise<Rig['card']> {
    const url = `https://dav.example.org/${name}/`;
    const plain = { displayName: name, readOnly: false, maxResourceSize: null };
    const row = await store.collections.upsert(accountId, {
      linkId: link.id,
      url,
      kinds: [kindOfDatastore[name]],
      ...plain,
    });
    return { row, server: cloud.collection(url) };
  }

  async function run(job: Job): Promise<number | null> {
    const context = { signal: new AbortController().signal, jobId: 'test' };
    const handler = handlers[job.kind] as (
      job: Job,
      on: typeof context,
    ) => ReturnType<(typeof handlers)['push']>;
    const result = await handler(job, context);
    return result.again === 'after' ? result.delayMs : null;
  }

  const rig: Rig = {
    store,
    tools,
    accountId,
    cloud,
    card,
    cal,
    asked,
    dies,
    async phone({
      name = 'phone',
      policy = 'merge',
      vcard = 'vcard30',
      calendar: calendarType = 'text/calendar',
    } = {}) {
      const device = await store.devices.add(accountId, {
        name,
        username: `${name}-login`,
        password: 'secret-12',
      });
      const datastores = Object.fromEntries(
        datastoreNames.map((one) => [
          one,
          { source: null, maxGuidSize: 64, capabilities: capabilities(one, vcard, calendarType) },
        ]),
      );
      const profile = { ...plainProfile, datastores };
      await store.devices.update(accountId, device.id, { profile });
      const add = (one: DatastoreName, id: Collection['id']): ReturnType<Store['datastores']['add']> =>
        store.datastores.add(accountId, { deviceId: device.id, name: one, policy, collections: [id] });
      const stores = { card: await add('card', card.row.id), cal: await add('cal', cal.row.id) };
      return createTestPhone(rig, device.id, { card: stores.card.id, cal: stores.cal.id });
    },
    async drain() {
      for (let rounds = 0; asked.length > 0; rounds += 1) {
        if (rounds > 50) throw new Error('jobs without end');
        const job = asked.shift();
        const delay = job === undefined ? null : await run(job);
        if (delay === null || job === undefined) continue;
        now += delay;
        await queue.enqueue(job);
      }
    },
    run,
    async refresh() {
      await run({ kind: 'refresh', accountId, collectionId: card.row.id });
      await run({ kind: 'refresh', accountId, collectionId: cal.row.id });
    },
    async push() {
      await run({ kind: 'push', accountId, collectionId: card.row.id });
      await run({ kind: 'push', accountId, collectionId: cal.row.id });
    },
    passTime(ms) {
      now += ms;
    },
    async items(name) {
      const items = await store.items.changedSince(accountId, rig[name].row.id, 0, 20_000);
      return items.filter(({ deleted }) => !deleted).map(({ body }) => body);
    },
  };
  return rig;
}

/** The kind of card a test needs; lines without BEGIN, VERSION, END. */
export function vcard(...lines: readonly string[]): string {
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');
}

export function person(name: string, number: string, ...more: readonly string[]): string {
  return vcard(`N:${name};;;;`, `FN:${name}`, `TEL;TYPE=CELL:${number}`, ...more);
}

export function calendar(...events: readonly (readonly string[])[]): string {
  const wrapped = events.flatMap((lines) => [
    'BEGIN:VEVENT',
    'DTSTAMP:20240101T000000Z',
    ...lines,
    'END:VEVENT',
  ]);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//test//EN',
    ...wrapped,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

export const { twoWay, slow, refreshFromClient, refreshFromServer, oneWayFromClient } =
  syncTypes satisfies Record<string, SyncType>;

function capabilities(
  name: DatastoreName,
  card: 'vcard21' | 'vcard30',
  calendarType: 'text/calendar' | 'text/x-vcalendar',
): PhoneCapabilities {
  const cardType = card === 'vcard21' ? 'text/x-vcard' : 'text/vcard';
  return {
    kind: kindOfDatastore[name],
    contentType: name === 'card' ? cardType : calendarType,
    utc: true,
    timeZone: 'Europe/Berlin',
    allDay: 'midnight',
    rruleCount: 'intervals',
    quotedPrintable: true,
    charset: 'UTF-8',
    maxPhoto: 16_384,
  };
}

const plainProfile = {
  rules: ['all'],
  defaultMaxMsgSize: { xml: 16_384, wbxml: 16_384 },
  maxMsgSizeShare: 1,
  maxMsgSizeCap: null,
  replyDeadline: 15_000,
  sendRespUri: true,
  completeFromClientOnly: false,
  cdata: false,
  supportsLargeObjects: true,
  supportsNumberOfChanges: true,
  maxObjSize: null,
};
