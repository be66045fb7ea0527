/** The phone's DevInf, in the shape of a plain S60 or SyncEvolution one. */
import type { ContentFormat, DevInf, DevInfProperty, SyncmlVersion } from '@anchorage/syncml-codec';

export function phoneDevInf(phone: {
  readonly version: SyncmlVersion;
  readonly deviceUri: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly largeObjects: boolean;
  readonly maxGuidSize: number;
  readonly datastores: readonly { readonly source: string; readonly type: string }[];
}): DevInf {
  return {
    verDtd: phone.version,
    man: phone.manufacturer,
    mod: phone.model,
    swV: '1.0',
    devId: phone.deviceUri,
    devTyp: 'phone',
    utc: true,
    supportLargeObjs: phone.largeObjects && phone.version !== '1.0',
    supportNumberOfChanges: phone.version !== '1.0',
    datastores: phone.datastores.map(({ source, type }) => {
      const format = formatOf(type);
      return {
        sourceRef: source,
        maxGuidSize: phone.maxGuidSize,
        rxPref: format,
        rx: [],
        txPref: format,
        tx: [],
        ctCaps: [{ ...format, properties: (held[type] ?? []).map(property) }],
        syncTypes: [1, 2, 3, 4, 5, 6, 7],
      };
    }),
    ext: [],
  };
}

/** What the builders write: a phone without CTCap would be taken for one that holds the least. */
const contact = ['N', 'FN', 'TEL', 'EMAIL', 'ADR', 'ORG', 'TITLE', 'NOTE', 'URL', 'BDAY', 'PHOTO'];
const event = [
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'DTSTART',
  'DTEND',
  'RRULE',
  'EXDATE',
  'CATEGORIES',
  'CLASS',
];
const held: Readonly<Record<string, readonly string[]>> = {
  'text/x-vcard': contact,
  'text/vcard': [...contact, 'UID', 'NICKNAME', 'CATEGORIES'],
  'text/x-vcalendar': [...event, 'AALARM', 'DALARM'],
  'text/calendar': [...event, 'UID', 'RECURRENCE-ID', 'VALARM', 'TRIGGER', 'ACTION'],
};

function property(name: string): DevInfProperty {
  return { name, values: [], params: [] };
}

function formatOf(type: string): ContentFormat {
  return { type, version: versions[type] ?? '1.0' };
}

const versions: Readonly<Record<string, string>> = {
  'text/x-vcard': '2.1',
  'text/vcard': '3.0',
  'text/x-vcalendar': '1.0',
  'text/calendar': '2.0',
  'text/plain': '1.0',
};
