/**
 * Which collections stand behind a phone's datastores: those of the account that hold the datastore's kind, the
 * writable ones first, because new items go to the first one that may be written.
 */
import {
  datastoreNames,
  itemKinds,
  kindOfDatastore,
  type AccountId,
  type CollectionId,
  type DatastoreName,
  type DeviceId,
  type ItemKind,
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

/** A cloud linked after the phone was added: its collections stand behind the phone's datastores from now on. */
export async function attachCollections(
  tx: Tables,
  accountId: AccountId,
  collections: readonly Collection[],
): Promise<void> {
  for (const device of await tx.devices.list(accountId)) {
    for (const datastore of await tx.datastores.ofDevice(accountId, device.id)) {
      const known = new Set(datastore.collections.map(({ id }) => id));
      const fresh = collectionsFor(datastore.name, collections).filter((id) => !known.has(id));
      if (fresh.length === 0) continue;
      await tx.datastores.setSeen(
        accountId,
        datastore.id,
        fresh.map((collectionId) => ({ collectionId, revision: 0 })),
      );
    }
  }
}

/**
 * In the order in which they are asked for new items: writable ones; those that hold this kind and little else; those
 * whose name says so. The last is for servers that do not say what a calendar is for (xandikos 0.2.8 reports events,
 * tasks and notes for each): there an event must not land in the list named "tasks".
 */
export function collectionsFor(
  name: DatastoreName,
  collections: readonly Collection[],
): readonly CollectionId[] {
  const kind = kindOfDatastore[name];
  return collections
    .filter(({ kinds }) => kinds.includes(kind))
    .toSorted(
      (a, b) =>
        Number(a.readOnly) - Number(b.readOnly) ||
        a.kinds.length - b.kinds.length ||
        fitOfName(kind, a) - fitOfName(kind, b),
    )
    .map(({ id }) => id);
}

/** 0: named for this kind; 1: named for none; 2: named for another. */
function fitOfName(kind: ItemKind, { displayName, url }: Collection): number {
  const named = itemKinds.filter(
    (one) => usualNames[one].test(displayName) || usualNames[one].test(lastSegment(url)),
  );
  if (named.includes(kind)) return 0;
  return named.length === 0 ? 1 : 2;
}

function lastSegment(url: string): string {
  return url.replace(/\/+$/, '').replace(/^.*\//, '');
}

const usualNames: Readonly<Record<ItemKind, RegExp>> = {
  contact: /contact|address|people/i,
  event: /calend|event|agenda|termin/i,
  task: /task|to-?do|aufgabe/i,
  note: /note|journal|memo|notiz/i,
};
