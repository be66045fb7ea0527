/** Which of an account's collections stand behind its phones' datastores. */
import {
  collectionsBehind,
  collectionsFor,
  datastoreNames,
  type AccountId,
  type DeviceId,
} from '@anchorage/model';
import type { Collection, Tables } from '@anchorage/store';

/** Gives a new phone every datastore that the account has a collection for, and the others without one. */
export async function addDatastores(tx: Tables, accountId: AccountId, deviceId: DeviceId): Promise<void> {
  const collections = await tx.collections.list(accountId);
  for (const name of datastoreNames) {
    await tx.datastores.add(accountId, {
      deviceId,
      name,
      policy: 'merge',
      collections: collectionsFor(name, collections),
    });
  }
}

/**
 * A cloud linked after the phone was added: its collections stand behind the phone's datastores from now on. Not behind
 * those of a phone that came in with a login of the upstream server: it has proved that login and no other.
 */
export async function attachCollections(
  tx: Tables,
  accountId: AccountId,
  collections: readonly Collection[],
): Promise<void> {
  for (const device of await tx.devices.list(accountId)) {
    const { passThrough, profile } = device;
    const shown = collections.filter(({ linkId }) => passThrough === null || passThrough.linkId === linkId);
    for (const datastore of await tx.datastores.ofDevice(accountId, device.id)) {
      const known = new Set(datastore.collections.map(({ id }) => id));
      const fresh = collectionsBehind(datastore.name, shown, profile).filter((id) => !known.has(id));
      if (fresh.length === 0) continue;
      await tx.datastores.setSeen(
        accountId,
        datastore.id,
        fresh.map((collectionId) => ({ collectionId, revision: 0 })),
      );
    }
  }
}
