/** What every step of one reconcile works on, read once at its beginning. */
import { contentTypes, kindOfDatastore, syncTypes } from '@anchorage/model';
import type { AccountId, ConflictPolicy, ItemKind, PhoneCapabilities } from '@anchorage/model';
import { pimFor } from '@anchorage/pim';
import type { PimKind } from '@anchorage/pim';
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
  /** Where new items go: the first collection that may be written and takes the kind; null without one. */
  readonly home: Collection | null;
  readonly kind: ItemKind;
  readonly pim: PimKind;
  readonly capabilities: PhoneCapabilities;
  readonly policy: ConflictPolicy;
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
  return {
    tools,
    accountId,
    session,
    part,
    datastore,
    collections,
    home: collections.find(({ readOnly, kinds }) => !readOnly && kinds.includes(kind)) ?? null,
    kind,
    pim,
    capabilities: capabilitiesOf(device, part, kind, account?.timeZone ?? 'UTC'),
    // In a refresh from the client the client's word counts (SyncML Sync Protocol 1.1, refresh sync from client).
    policy: part.syncType === syncTypes.refreshFromClient ? 'phone-wins' : datastore.policy,
  };
}

function capabilitiesOf(
  device: Device,
  part: SessionPart,
  kind: ItemKind,
  timeZone: string,
): PhoneCapabilities {
  const known = device.profile?.datastores[part.datastore]?.capabilities;
  if (known !== undefined) return known;
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
