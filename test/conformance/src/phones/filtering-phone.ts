/** A phone that asks for a part of what there is, and its cloud. */
import { createPhone } from '@anchorage/kit';
import type { DatastoreReport, Phone, SyncRequest } from '@anchorage/kit';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card30 } from './texts.ts';

export interface FilteringPhone {
  readonly world: PhoneWorld;
  readonly phone: Phone;
  sync(datastore: 'card' | 'cal', request?: SyncRequest): Promise<DatastoreReport>;
  /** As another client of the cloud writes. */
  inGroup(family: string, group: string, number?: string): void;
  /** Of what the phone holds, sorted. */
  names(datastore: 'card' | 'cal'): readonly string[];
  inCloud(collection: 'contacts' | 'calendar'): Promise<readonly string[]>;
  luidOf(datastore: 'card' | 'cal', name: string): string;
}

export async function createFilteringPhone(): Promise<FilteringPhone> {
  const world = await createPhoneWorld();
  const { url, username, password } = world;
  const phone = createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000051',
    datastores: {
      card: { type: 'text/x-vcard', source: './C:Contacts' },
      cal: { type: 'text/x-vcalendar', source: './C:Calendar' },
    },
    devInf: (plain) => ({
      ...plain,
      datastores: plain.datastores.map((store) => ({
        ...store,
        ctCaps: [
          {
            ...store.rxPref,
            properties: (store.rxPref.type === 'text/x-vcard' ? cardProperties : eventProperties).map(
              (name) => ({ name, values: [], params: [] }),
            ),
          },
        ],
      })),
    }),
  });
  return {
    world,
    phone,
    async sync(datastore, request = {}) {
      const report = await phone.sync({ datastores: [datastore], ...request });
      const part = report.datastores[datastore];
      if (part === undefined) throw new Error(`no report of ${datastore}`);
      return part;
    },
    inGroup(family, group, number = '+1 555 0100') {
      world.cloudPut('contacts', `${family}.vcf`, card30(family, number, `CATEGORIES:${group}`));
    },
    names: (datastore) => namesOf([...phone.items(datastore).values()]),
    inCloud: async (collection) => namesOf(await world.delivered(collection)),
    luidOf: (datastore, name) =>
      [...phone.items(datastore)].find(([, text]) => text.includes(name))?.[0] ?? '',
  };
}

/** Of one datastore. */
export const nothing = { add: 0, replace: 0, delete: 0 };

function namesOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => /^(?:N|SUMMARY)(?:;[^:]*)?:([^;\r\n]*)/m.exec(text)?.[1] ?? '').toSorted();
}

const cardProperties = ['N', 'FN', 'TEL', 'NOTE', 'TITLE', 'CATEGORIES'];
const eventProperties = ['SUMMARY', 'DTSTART', 'DTEND', 'RRULE', 'EXDATE', 'DESCRIPTION'];
