/** What we tell a phone of ourselves (DevInf 1.2, A.2 says what a server must). */
import { contentTypes, filterable, kindOfDatastore } from '@anchorage/model';
import type { ContentType, DatastoreName, ItemKind } from '@anchorage/model';
import type { CtCap, DevInf, DevInfDatastore, DevInfProperty, SyncmlVersion } from '@anchorage/syncml-codec';
import { versionOf, writers } from './formats.ts';

export interface OfferedDatastore {
  readonly name: DatastoreName;
  readonly displayName: string;
  /** Its name as the phone writes it; newer Nokias compare. */
  readonly sourceRef: string;
  readonly readOnly: boolean;
  /** The format this phone gets; null while nothing is known of it. */
  readonly contentType: ContentType | null;
  /** What the phone keeps in it: more than one kind where it has no datastore for the other. */
  readonly kinds?: readonly ItemKind[];
}

export interface ServerDevInfFacts {
  readonly version: SyncmlVersion;
  readonly server: {
    readonly deviceId: string;
    readonly manufacturer: string;
    readonly model: string;
    readonly version: string;
  };
  readonly datastores: readonly OfferedDatastore[];
  /** List properties? Left out for phones that cannot take it or have no room. */
  readonly ctCaps: boolean;
  /** Offer filters? Left out likewise; versions before 1.2 have none. */
  readonly filters: boolean;
}

/** One model for all versions; the codec writes what a version has. MaxGUIDSize is never ours to send. */
export function serverDevInf(facts: ServerDevInfFacts): DevInf {
  const { version, server, datastores } = facts;
  const later = version !== '1.0';
  return {
    verDtd: version,
    man: server.manufacturer,
    mod: server.model,
    fwV: server.version,
    swV: server.version,
    hwV: '1',
    devId: server.deviceId,
    devTyp: 'server',
    utc: later,
    supportLargeObjs: later,
    supportNumberOfChanges: later,
    datastores: datastores.map((datastore) => offered(datastore, facts)),
    ext: [],
  };
}

function offered(
  datastore: OfferedDatastore,
  { version, ctCaps, filters }: ServerDevInfFacts,
): DevInfDatastore {
  const kind = kindOfDatastore[datastore.name];
  const { kinds = [kind] } = datastore;
  const all = writers[kind];
  const preferred = datastore.contentType ?? all[0] ?? contentTypes.plain;
  const others = all.filter((type) => type !== preferred).map(format);
  return {
    sourceRef: datastore.sourceRef,
    displayName: datastore.displayName,
    rxPref: format(preferred),
    rx: others,
    txPref: format(preferred),
    tx: others,
    // Only of the format in use: capabilities a phone cannot use are not for it (Sync Protocol 1.1, 2.7).
    ctCaps: ctCaps ? kinds.filter((kind) => kind !== 'note').map((kind) => ctCap(kind, preferred)) : [],
    // 1 to 7 and no others: Nokia phones refuse unknown ones.
    syncTypes: datastore.readOnly ? [1, 2, 5, 6] : [1, 2, 3, 4, 5, 6, 7],
    ...(filters && version === '1.2' && kind !== 'note' ? offeredFilters(kind) : {}),
  };
}

/** Each Filter-Rx needs a FilterCap of its type (DevInf 1.2, 5.3.12); fields can be filtered wherever there is one. */
function offeredFilters(kind: ItemKind): Pick<DevInfDatastore, 'filterRx' | 'filterCaps'> {
  const { dates, properties } = filterable[kind];
  const keywords = dates ? ['SINCE', 'BEFORE', 'GROUP'] : ['GROUP'];
  return { filterRx: [cgi], filterCaps: [{ ...cgi, keywords, properties }] };
}

function format(type: ContentType): { type: string; version: string } {
  return { type, version: versionOf[type] };
}

/** Names without parameters: Nokia N85 drops TEL and EMAIL when it reads a parameter there that it does not know. */
function ctCap(kind: Exclude<ItemKind, 'note'>, type: ContentType): CtCap {
  const objects = kind === 'contact' ? ['VCARD'] : ['VCALENDAR', kind === 'event' ? 'VEVENT' : 'VTODO'];
  return {
    type,
    version: versionOf[type],
    properties: [
      property('BEGIN', objects),
      property('END', objects),
      property('VERSION', [versionOf[type]]),
      ...names(kind, type).map((name) => property(name)),
    ],
  };
}

function property(name: string, values: readonly string[] = []): DevInfProperty {
  return { name, values, params: [] };
}

function names(kind: Exclude<ItemKind, 'note'>, type: ContentType): readonly string[] {
  if (kind === 'contact') return type === contentTypes.vcard30 ? [...card, ...card30] : card;
  const alarms = type === contentTypes.icalendar20 ? icalendar : vcalendar;
  return [...(kind === 'event' ? event : task), ...alarms];
}

const cgi = { type: 'syncml:filtertype-cgi', version: '1.0' };
const card = [
  'N',
  'FN',
  'TEL',
  'EMAIL',
  'ADR',
  'ORG',
  'TITLE',
  'ROLE',
  'URL',
  'BDAY',
  'NOTE',
  'PHOTO',
  'UID',
  'REV',
];
const card30 = ['NICKNAME', 'CATEGORIES', 'CLASS'];
const both = [
  'SUMMARY',
  'DESCRIPTION',
  'CATEGORIES',
  'CLASS',
  'PRIORITY',
  'UID',
  'LAST-MODIFIED',
  'RRULE',
  'DTSTART',
];
const event = [...both, 'DTEND', 'LOCATION', 'EXDATE', 'TRANSP', 'STATUS'];
const task = [...both, 'DUE', 'COMPLETED', 'STATUS'];
const vcalendar = ['AALARM', 'DALARM'];
const icalendar = ['RECURRENCE-ID', 'TRIGGER', 'ACTION'];
