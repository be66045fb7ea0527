/** Faults in the order of what is said to a DAV server and what is written down of it. */
import type { ConnectorOptions } from '@anchorage/connector';
import { DavError } from '@anchorage/providers';
import type { CloudCollection } from '@anchorage/providers';
import type { Collection, Store } from '@anchorage/store';

type Providers = ConnectorOptions['providers'];

export function finishBeforePut(providers: Providers, store: Store): Providers {
  return around(providers, (cloud) => ({
    ...cloud,
    async put(resource, signal) {
      const { accountId, id } = await rowOf(store, cloud.url);
      const [item] = await store.items.byHrefs(accountId, id, [resource.href]);
      if (item !== undefined) await store.journal.finish(accountId, item.id, item.revision);
      return cloud.put(resource, signal);
    },
  }));
}

export function tokenBeforeItems(providers: Providers, store: Store): Providers {
  return around(providers, (cloud) => ({
    ...cloud,
    async changes(position, signal) {
      const page = await cloud.changes(position, signal);
      const { accountId, id, fill } = await rowOf(store, cloud.url);
      await store.collections.setPosition(accountId, id, JSON.stringify({ position: page.position }), fill);
      return page;
    },
  }));
}

export function deleteOnListing404(providers: Providers): Providers {
  return around(providers, (cloud) => ({
    ...cloud,
    async changes(position, signal) {
      try {
        return await cloud.changes(position, signal);
      } catch (error) {
        if (!(error instanceof DavError && error.code === 'not-found')) throw error;
        return { kind: 'listing', members: [], position: { mode: 'listing', ctag: null } };
      }
    },
  }));
}

function around(providers: Providers, wrap: (cloud: CloudCollection) => CloudCollection): Providers {
  return {
    provider(name) {
      const provider = providers.provider(name);
      return { ...provider, open: (collection, login) => wrap(provider.open(collection, login)) };
    },
  };
}

async function rowOf(store: Store, url: string): Promise<Collection> {
  for (const { id } of await store.accounts.list()) {
    const row = (await store.collections.list(id)).find((one) => one.url === url);
    if (row !== undefined) return row;
  }
  throw new RangeError('a collection that nobody linked');
}
