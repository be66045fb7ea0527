/** A phone of a run: a model or one of no make, on the simulated network. */
import { createModelPhone, createPhone, phoneModels } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import type { AccountId, CollectionId, DeviceId } from '@anchorage/model';
import type { Ledger, Side } from '../oracle/ledger.ts';
import type { Content } from '../people/content.ts';
import type { UnsentValue } from '../people/unsent.ts';
import { phoneNetwork } from '../ports/phone-network.ts';
import { createActor } from '../scheduler.ts';
import type { Actor } from '../scheduler.ts';
import type { Ground } from './ground.ts';
import type { Processes } from './processes.ts';

export interface Device extends Side {
  readonly id: DeviceId;
  readonly actor: Actor;
  readonly phone: () => Phone;
  /** What it syncs. */
  readonly contents: readonly Content[];
  /** Alert codes of the syncs it can be asked for. */
  readonly types: readonly number[];
  /** Sessions still to come while things go wrong. */
  planned: number;
  /** A session is under way: its user leaves the phone alone. */
  busy: boolean;
  /** Its last session did not end well. */
  brokeOff: boolean;
  /** By number, what its user has deleted since the last session that ended well. */
  readonly deleted: Map<
    string,
    {
      readonly datastore: string;
      readonly luid: string;
      /** Nobody else had deleted it before. */
      readonly isFirst: boolean;
    }
  >;
  /**
   * Items that it was given in sessions which broke off: the gateway has not heard whether they arrived, and takes a Delete
   * for one of what the phone had before.
   */
  readonly unheard: Set<string>;
  readonly unsent: Set<UnsentValue>;
  /** Items that its user made, changed or deleted on it. */
  readonly handled: Set<string>;
}

export async function createDevice(
  ground: Ground,
  processes: Processes,
  about: {
    readonly accountId: AccountId;
    readonly number: number;
    readonly homes: readonly { readonly content: Content; readonly collectionId: CollectionId }[];
    readonly ledger: Ledger;
  },
): Promise<Device> {
  const { store, chance, scheduler } = ground;
  const { accountId, number, homes } = about;
  const name = `phone ${number}`;
  const login = { username: `phone-${number}`, password: `kanari-phone-${number}` };
  const row = await store.devices.add(accountId, { name, ...login });
  for (const { content, collectionId } of homes) {
    await store.datastores.add(accountId, {
      deviceId: row.id,
      name: content.datastore,
      policy: 'merge',
      collections: [collectionId],
    });
  }
  const actor = createActor(name);
  const common = {
    ...login,
    url: `${ground.publicUrl}/sync`,
    now: () => scheduler.now(),
    transport: phoneNetwork({ ...ground, actor, door: processes.door }),
  };
  const isModel = chance.hits(0.5) && homes.some(({ content }) => content.datastore !== 'task');
  const model = isModel ? chance.pick(phoneModels) : null;
  // Rules look at how a make names its phones, not at the number.
  const deviceUri = (model?.deviceUri ?? 'IMEI:0').replace(/\d+$/, String(number).padStart(15, '0'));
  const contents = homes
    .map(({ content }) => content)
    .filter(({ datastore }) => model === null || datastore !== 'task');
  const plain = plainTraits(ground, contents);
  const make = (): Phone => {
    if (model === null) return createPhone({ ...common, ...plain, deviceUri });
    const datastores = Object.fromEntries(
      contents.map(({ datastore }) => [datastore, model.datastores[datastore as 'card' | 'cal']]),
    );
    return createModelPhone(model, { ...common, datastores, deviceUri });
  };
  const phone = make();
  const unsent = new Set<UnsentValue>();
  ground.story.tell(
    name,
    () => `is ${model?.name ?? 'of no make'}, syncs ${contents.map((one) => one.datastore).join(', ')}`,
  );
  return {
    name,
    id: row.id,
    actor,
    contents,
    phone: () => phone,
    // DevInf's numbers of sync types begin at 1 for a two-way sync, Alert 200 (Device Information 1.1, SyncType).
    types: (model?.syncTypes ?? [1, 2, 3, 5]).map((type) => 199 + type).filter((type) => simulated.has(type)),
    planned: 0,
    busy: false,
    brokeOff: false,
    deleted: new Map(),
    unheard: new Set(),
    unsent,
    handled: new Set(),
    texts: (content) => (contents.includes(content) ? [...phone.items(content.datastore).values()] : []),
  };
}

/** Refreshes overrule what people did on one side: the oracle could not say any more what is right. */
const simulated = new Set([200, 201, 202, 204]);

/** What phones of no particular make differ in. */
function plainTraits(
  { chance }: Ground,
  contents: readonly Content[],
): Pick<PhoneOptions, 'datastores'> & Partial<PhoneOptions> {
  return {
    version: chance.pick(['1.0', '1.1', '1.2', '1.2'] as const),
    encoding: chance.pick(['xml', 'wbxml', 'wbxml'] as const),
    maxMsgSize: chance.pick([3_000, 5_000, 10_000, 32_000]),
    mapWhen: chance.pick(['with-statuses', 'with-statuses', 'next-message', 'next-session'] as const),
    slowCommand: chance.pick(['Add', 'Replace'] as const),
    followRespUri: chance.hits(0.7),
    replaceLostByAdd: chance.hits(0.3),
    auth: chance.pick(['md5', 'basic'] as const),
    datastores: Object.fromEntries(
      contents.map(({ datastore }) => [
        datastore,
        { type: datastore === 'card' ? 'text/x-vcard' : 'text/x-vcalendar' },
      ]),
    ),
  };
}
