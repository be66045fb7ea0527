import type { DeviceProfile } from './device-profile.ts';
import type { CollectionId } from './ids.ts';
import { datastoreNames, itemKinds, kindOfDatastore, offeredKinds } from './sync.ts';
import type { DatastoreName, ItemKind } from './sync.ts';

/** What is known of a collection that decides which datastores it stands behind. */
export interface CollectionTraits {
  readonly id: CollectionId;
  readonly url: string;
  readonly displayName: string;
  readonly kinds: readonly ItemKind[];
  readonly readOnly: boolean;
}

/** The datastores of ours whose items a phone keeps within its counterpart of `host`. */
export function namesWithin(
  profile: Pick<DeviceProfile, 'datastores'> | null,
  host: DatastoreName,
): readonly DatastoreName[] {
  return datastoreNames.filter((name) => profile?.datastores[name]?.within === host);
}

/** As `collectionsFor`, with those of what this phone keeps in the same datastore behind them. */
export function collectionsBehind(
  name: DatastoreName,
  collections: readonly CollectionTraits[],
  profile: Pick<DeviceProfile, 'datastores'> | null,
): readonly CollectionId[] {
  const names = [name, ...namesWithin(profile, name)];
  return [...new Set(names.flatMap((one) => collectionsFor(one, collections)))];
}

/**
 * The collections behind a datastore: none for a kind that is not offered yet; else those that hold its kind, in the order in which they are asked for new items.
 * Writable ones first; those that hold this kind and little else; those whose name says so. The last is for servers
 * that do not say what a calendar is for (xandikos 0.2.8 reports events, tasks and notes for each): there an event must
 * not land in the list named "tasks".
 */
export function collectionsFor(
  name: DatastoreName,
  collections: readonly CollectionTraits[],
): readonly CollectionId[] {
  const kind = kindOfDatastore[name];
  if (!offeredKinds.includes(kind)) return [];
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
function fitOfName(kind: ItemKind, { displayName, url }: CollectionTraits): number {
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
