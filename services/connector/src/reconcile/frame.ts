/** What every step of one reconcile works on, read once at its beginning. */
import { contentTypes, kindOfDatastore, namesWithin, syncTypes } from '@anchorage/model';
import type {
  AccountId,
  DatastorePolicy,
  DatastoreName,
  ItemKind,
  PhoneCapabilities,
} from '@anchorage/model';
import { kindOfText, narrowed, pimFor, together } from '@anchorage/pim';
import type { Companion, PimKind } from '@anchorage/pim';
import type { Collection, Datastore, Device, SessionPart, SessionRow } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { isLost } from './lost-collection.ts';

export interface Frame {
  readonly tools: Tools;
  readonly accountId: AccountId;
  readonly session: SessionRow;
  readonly part: SessionPart;
  readonly datastore: Datastore;
  /** In the datastore's order; without those that were never there to be read, if there are others. */
  readonly collections: readonly Collection[];
  /** Where new items of each kind go: the first collection that may be written and takes it. */
  readonly homes: ReadonlyMap<ItemKind, Collection>;
  readonly kind: ItemKind;
  /** That, and what else the phone keeps in this datastore. */
  readonly kinds: readonly ItemKind[];
  /** Of all these kinds. */
  readonly pim: PimKind;
  readonly capabilities: PhoneCapabilities;
  /** Both as the phone gets items in this session, with those properties only that it asked for. */
  readonly shown: { readonly pim: PimKind; readonly capabilities: PhoneCapabilities };
  readonly policy: DatastorePolicy;
}

/** Null when there is nothing to reconcile with: the datastore has gone, or its kind is not known here. */
export async function loadFrame(
  tools: Tools,
  accountId: AccountId,
  session: SessionRow,
  part: SessionPart,
): Promise<Frame | null> {
  const { store } = tools;
  const datastore = await store.datastores.get(accountId, part.datastoreId);
  const device = datastore === null ? null : await store.devices.get(accountId, datastore.deviceId);
  const kind = kindOfDatastore[part.datastore];
  const pim = pimFor(kind);
  if (datastore === null || device === null || pim === undefined) return null;
  const all = await Promise.all(datastore.collections.map(({ id }) => store.collections.get(accountId, id)));
  const known = all.filter((collection) => collection !== null);
  const there = known.filter((collection) => !isLost(collection));
  const collections = there.length === 0 ? known : there;
  const account = await store.accounts.get(accountId);
  const timeZone = account?.timeZone ?? 'UTC';
  const guests = namesWithin(device.profile, part.datastore);
  const others = await store.datastores.ofDevice(accountId, device.id);
  const homes = new Map<ItemKind, Collection>();
  for (const name of [part.datastore, ...guests]) {
    const order = name === part.datastore ? datastore : others.find((one) => one.name === name);
    const home = homeAmong(collections, order ?? datastore, kindOfDatastore[name]);
    if (home !== undefined) homes.set(kindOfDatastore[name], home);
  }
  const own = capabilitiesOf(device, part.datastore, timeZone);
  const asked = (one: PhoneCapabilities) => narrowed(one, part.filter?.fields ?? null);
  const companions = companionsOf(device, guests, timeZone);
  return {
    tools,
    accountId,
    session,
    part,
    datastore,
    collections,
    homes,
    kind,
    kinds: [kind, ...guests.map((name) => kindOfDatastore[name])],
    pim: withCompanions(pim, companions),
    capabilities: own,
    shown: {
      pim: withCompanions(
        pim,
        companions.map((one) => ({ ...one, capabilities: asked(one.capabilities) })),
      ),
      capabilities: asked(own),
    },
    // In a refresh from the client the client's word counts (SyncML Sync Protocol 1.1, refresh sync from client).
    policy: part.syncType === syncTypes.refreshFromClient ? 'phone-wins' : datastore.policy,
  };
}

function withCompanions(pim: PimKind, companions: readonly Companion[]): PimKind {
  return companions.length === 0 ? pim : together(pim, companions);
}

/** Where a new item goes whose text this is; null when no collection takes it. */
export function homeOf({ homes, kind }: Frame, text: string): Collection | null {
  return homes.get(kindOfText(text) ?? kind) ?? null;
}

/** Does the phone keep this item in this datastore? */
export function isHeld({ kinds }: Pick<Frame, 'kinds'>, body: string): boolean {
  const kind = kindOfText(body);
  return kind !== null && kinds.includes(kind);
}

/** In the order of the datastore that is for the kind alone: a task must not land in the calendar. */
function homeAmong(
  collections: readonly Collection[],
  order: Datastore,
  kind: ItemKind,
): Collection | undefined {
  const fitting = collections.filter(({ readOnly, kinds }) => !readOnly && kinds.includes(kind));
  const ids = order.collections.map(({ id }) => id);
  return ids.map((id) => fitting.find((one) => one.id === id)).find((one) => one !== undefined) ?? fitting[0];
}

function companionsOf(
  device: Device,
  names: readonly DatastoreName[],
  timeZone: string,
): readonly Companion[] {
  return names.flatMap((name) => {
    const pim = pimFor(kindOfDatastore[name]);
    return pim === undefined ? [] : [{ pim, capabilities: capabilitiesOf(device, name, timeZone) }];
  });
}

function capabilitiesOf(device: Device, name: DatastoreName, timeZone: string): PhoneCapabilities {
  const known = device.profile?.datastores[name]?.capabilities;
  if (known !== undefined) return known;
  const kind = kindOfDatastore[name];
  // A phone that told nothing of itself gets the oldest formats, which all of them read.
  return {
    kind,
    contentType: kind === 'contact' ? contentTypes.vcard21 : contentTypes.vcalendar10,
    utc: true,
    timeZone,
    allDay: 'midnight',
    rruleCount: 'intervals',
    quotedPrintable: true,
    charset: 'utf-8',
    maxPhoto: 0,
  };
}
