/**
 * A front with everything behind it, for tests: a store in memory, the in-process queue, and a stand-in for the cloud
 * side.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inProcessJobs } from '@anchorage/jobs';
import type { JobQueue, JobWorkers } from '@anchorage/jobs';
import { asId, silentLogger } from '@anchorage/model';
import type {
  AccountId,
  CollectionId,
  DatastoreId,
  DatastoreName,
  EnrolmentId,
  ItemId,
  ItemKind,
} from '@anchorage/model';
import { systemRandom } from '@anchorage/runtime';
import { generateKey, keyRing, openStore } from '@anchorage/store';
import type { Datastore, Device, Mapping, Store, Tables } from '@anchorage/store';
import { createFront } from '../create-front.ts';
import type { FrontOptions, PhoneFront } from '../create-front.ts';
import { phoneServerOptions } from '../front-settings.ts';
import { recordingLogger } from './recording-logger.ts';
import { insertItem, reconcileAsIs } from './stand-in-cloud.ts';

export interface Rig {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly accountId: AccountId;
  readonly device: Device;
  readonly password: string;
  readonly datastores: Readonly<Record<'card' | 'cal', Datastore>>;
  /** Moves the clock on; it never goes by itself faster than the real one. */
  passTime(ms: number): void;
  /** Starts another front on the same store; its URL ends in /sync. */
  serve(options?: Partial<FrontOptions>): Promise<{ readonly url: string; readonly front: PhoneFront }>;
  /** The cloud side writes an item. */
  put(datastore: 'card' | 'cal', text: string): Promise<ItemId>;
  change(item: ItemId, text: string): Promise<void>;
  remove(item: ItemId): Promise<void>;
  /** Texts of the living items, sorted. */
  texts(datastore: 'card' | 'cal'): Promise<readonly string[]>;
  mappings(datastore: 'card' | 'cal'): Promise<readonly Mapping[]>;
  addDevice(username: string): Promise<Device>;
  /** Holds every reconcile back until released, or those of one datastore. */
  hold(of?: DatastoreId): () => void;
  /** The cloud side's word on a login of the upstream server; none at first. */
  readonly upstream: { judge: (id: EnrolmentId) => Promise<void> };
  /** Lets an enrolled phone in, as the cloud side does. */
  letIn(id: EnrolmentId): Promise<void>;
  /** Lines every front has logged. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** `url`: a database of its own; in memory if none is given. */
export async function createRig(url = 'sqlite::memory:'): Promise<Rig> {
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const log: string[] = [];
  const logger = recordingLogger(log);
  const keys = keyRing({ current: { id: 'test', key: generateKey() } });
  const store = await openStore({ url, keys, clock, random: systemRandom });
  const jobs = inProcessJobs({ clock, logger: silentLogger });
  const account = await store.accounts.add({ name: 'rig', timeZone: 'Europe/Berlin' });
  const accountId = account.id;
  const link = await store.links.add(accountId, {
    provider: 'dav',
    url: 'https://dav.example.org/',
    rootUrl: 'https://dav.example.org/',
    username: 'rig',
    password: 'secret',
  });
  const collections = {
    card: await collection('card', 'contact'),
    cal: await collection('cal', 'event'),
  };
  const password = 'canary-password-7';
  const device = await store.devices.add(accountId, { name: 'phone', username: 'rigphone', password });
  const datastores = await addDatastores(device);
  const held: { readonly of: DatastoreId | undefined; readonly gate: Promise<void> }[] = [];
  const upstream: Rig['upstream'] = { judge: () => Promise.resolve() };
  const workers: JobWorkers = jobs.work(
    {
      refresh: () => Promise.resolve({ again: 'no' }),
      reconcile: async (job) => {
        const mine = held.filter(({ of }) => of === undefined || of === job.datastoreId);
        await Promise.all(mine.map(({ gate }) => gate));
        await reconcileAsIs(store, job);
        return { again: 'no' };
      },
      enrol: async ({ enrolmentId }) => {
        await upstream.judge(enrolmentId);
        return { again: 'no' };
      },
    },
    { concurrency: 4 },
  );
  const served: { server: Server; front: PhoneFront }[] = [];

  return {
    store,
    queue: jobs.queue,
    accountId,
    device,
    password,
    datastores,
    log,
    upstream,
    letIn: (id) =>
      store.transaction(async (tx) => {
        const enrolment = await tx.enrolments.get(id);
        if (enrolment === null) return;
        const typed = await tx.enrolments.password(id);
        await tx.enrolments.take(id);
        const known = await tx.devices.byUpstream(enrolment);
        const trust = { linkId: link.id, verifiedAt: clock.now() };
        if (known !== null) {
          await tx.devices.setPassword(accountId, known.device.id, typed);
          await tx.devices.update(accountId, known.device.id, { passThrough: trust });
          return;
        }
        const { username, deviceUri, upstream: server } = enrolment;
        const passThrough = { ...trust, upstream: server, deviceUri };
        const added = await tx.devices.add(accountId, { name: 'p', username, password: typed, passThrough });
        await addDatastores(added, tx);
      }),
    passTime: (ms) => void (offset += ms),
    async serve(options = {}) {
      const front = createFront({
        store,
        queue: jobs.queue,
        clock,
        random: systemRandom,
        logger,
        ...options,
      });
      const handle = front.app.callback();
      const server = createServer(phoneServerOptions, (request, response) => void handle(request, response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      served.push({ server, front });
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sync`, front };
    },
    async put(name, text) {
      const id: ItemId = asId(systemRandom.id());
      await store.transaction(async (tx) => {
        const revision = await tx.collections.reserveRevisions(accountId, collections[name], 1);
        await insertItem(tx, accountId, collections[name], id, text, revision);
      });
      return id;
    },
    change: (item, text) => touch(item, { body: text }),
    remove: (item) => touch(item, { deleted: true }),
    async texts(name) {
      const items = await store.items.changedSince(accountId, collections[name], 0, 10_000);
      return items
        .filter((item) => !item.deleted)
        .map((item) => item.body)
        .toSorted();
    },
    mappings: (name) => store.mappings.page(accountId, datastores[name].id, null, 10_000),
    async addDevice(username) {
      const added = await store.devices.add(accountId, { name: username, username, password });
      await addDatastores(added);
      return added;
    },
    hold(of) {
      let release = (): void => undefined;
      held.push({ of, gate: new Promise<void>((resolve) => (release = resolve)) });
      return release;
    },
    async close() {
      for (const { server, front } of served) {
        await front.stop();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await workers.close(1_000);
      await jobs.queue.close();
      await store.close();
    },
  };

  async function collection(name: DatastoreName, kind: ItemKind): Promise<CollectionId> {
    const row = await store.collections.upsert(accountId, {
      linkId: link.id,
      url: `https://dav.example.org/${name}/`,
      displayName: name,
      kinds: [kind],
      readOnly: false,
      maxResourceSize: null,
    });
    return row.id;
  }

  async function addDatastores(to: Device, tables: Tables = store): Promise<Rig['datastores']> {
    const add = (name: 'card' | 'cal') =>
      tables.datastores.add(accountId, {
        deviceId: to.id,
        name,
        policy: 'merge',
        collections: [collections[name]],
      });
    return { card: await add('card'), cal: await add('cal') };
  }

  function touch(
    item: ItemId,
    change: { readonly body?: string; readonly deleted?: boolean },
  ): Promise<void> {
    return store.transaction(async (tx) => {
      const row = await tx.items.get(accountId, item);
      if (row === null) throw new RangeError('no such item');
      const revision = await tx.collections.reserveRevisions(accountId, row.collectionId, 1);
      await tx.items.update(accountId, item, { ...change, revision }, { kind: 'cloud' });
    });
  }
}
