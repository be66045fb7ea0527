import { randomBytes, randomUUID } from 'node:crypto';
import { asId } from '@anchorage/model';
import type { AccountId, CollectionId, DatastoreId, DeviceId, ItemId, Randomness } from '@anchorage/model';
import { generateKey, keyRing } from '@anchorage/store';
import type { Collection, NewMapping, NewStoredItem, SessionRow, Store, Tables } from '@anchorage/store';

/** A store with what a test needs in it; every account is its own, so that tests share one database. */
export interface World {
  readonly store: Store;
  account(): Promise<AccountId>;
  collection(accountId: AccountId, url?: string): Promise<Collection>;
  device(accountId: AccountId): Promise<DeviceId>;
  datastore(accountId: AccountId, collections?: readonly CollectionId[]): Promise<DatastoreId>;
  session(accountId: AccountId, deviceId?: DeviceId): Promise<SessionRow>;
  items(
    accountId: AccountId,
    collectionId: CollectionId,
    count: number,
    tables?: Tables,
  ): Promise<readonly NewStoredItem[]>;
}

export function createWorld(store: Store): World {
  const world: World = {
    store,
    account: async () => (await store.accounts.add({ name: text('account'), timeZone: 'Europe/Berlin' })).id,
    collection: async (accountId, url = text('https://dav.example.org/c')) => {
      const link = await store.links.add(accountId, {
        provider: 'dav',
        url: 'dav.example.org',
        rootUrl: 'https://dav.example.org/',
        username: 'ada',
        password: 'invented',
      });
      return store.collections.upsert(accountId, {
        linkId: link.id,
        url,
        displayName: 'People',
        kinds: ['contact'],
        readOnly: false,
        maxResourceSize: null,
      });
    },
    device: async (accountId) =>
      (await store.devices.add(accountId, { name: 'Phone', username: text('phone'), password: 'p1234567' }))
        .id,
    datastore: async (accountId, collections = []) => {
      const deviceId = await world.device(accountId);
      const datastore = { deviceId, name: 'card', policy: 'merge', collections } as const;
      return (await store.datastores.add(accountId, datastore)).id;
    },
    session: async (accountId, deviceId) =>
      store.sessions.insert(accountId, {
        id: newId(),
        deviceId: deviceId ?? (await world.device(accountId)),
        token: text('token'),
        peerUri: text('IMEI:'),
        peerSessionId: '7',
        state: '{"v":1}',
        lastRequest: 'aa',
        lastMsgId: 1,
        startedAt: 1_000,
      }),
    items: async (accountId, collectionId, count, tables = store) => {
      const first = await tables.collections.reserveRevisions(accountId, collectionId, count);
      const items = Array.from({ length: count }, (_, index) => ({
        id: newId<'item'>(),
        collectionId,
        uid: text('uid'),
        href: text('/item'),
        etag: '"1"',
        body: `body ${index}`,
        base: null,
        revision: first + index,
      }));
      await tables.items.insert(accountId, items, { kind: 'cloud' });
      return items;
    },
  };
  return world;
}

export function newId<Name extends string>() {
  return asId<Name>(testRandom.id());
}

/** A text that nothing else has. */
export function text(begin: string): string {
  return `${begin}-${randomUUID()}`;
}

export function newMapping(
  datastoreId: DatastoreId,
  itemId: ItemId,
  more: Partial<NewMapping> = {},
): NewMapping {
  return {
    datastoreId,
    itemId,
    luid: null,
    guid: null,
    recurrenceId: '',
    view: null,
    revision: 1,
    pending: false,
    ...more,
  };
}

export function octets(content: string): Uint8Array {
  return new Uint8Array(Buffer.from(content));
}

/** A ring with one new key. */
export function testKeys(id = 'k1') {
  return keyRing({ current: { id, key: generateKey() } });
}

let ids = 0n;
/** Ids that grow, as the gateway's do. */
export const testRandom: Randomness = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  id: () => {
    ids += 1n;
    const hex = (BigInt(Date.now()) * 1_000_000n + ids).toString(16).padStart(20, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18)}${randomBytes(5).toString('hex')}`;
  },
};
