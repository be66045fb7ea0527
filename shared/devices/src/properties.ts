/** DevInf's CTCap as what a datastore can hold (DevInf 1.2, 5.3.7 to 5.3.28). */
import { contentTypes } from '@anchorage/model';
import type { ContentType, ItemKind, PropertyCapability } from '@anchorage/model';
import type { CtCap, DevInfDatastore, DevInfProperty } from '@anchorage/syncml-codec';
import { knownType } from './formats.ts';

export type Properties = Readonly<Record<string, PropertyCapability>>;

/**
 * The supported set for `kind` in the format chosen; null when the phone lists none or the list is broken: a contact
 * without N, an event or task with neither SUMMARY nor its date.
 */
export function propertiesOf(
  datastore: DevInfDatastore,
  kind: ItemKind,
  contentType: ContentType,
  ignoreMaxSize: boolean,
): Properties | null {
  const caps = datastore.ctCaps.filter((ctCap) => knownType(ctCap.type) === contentType);
  // A phone may list the type twice, once for events and once for tasks.
  const forKind = caps.filter((ctCap) => isFor(ctCap, kind));
  const merged = new Map<string, PropertyCapability>();
  for (const property of forKind.flatMap((ctCap) => ctCap.properties)) {
    const name = property.name.trim().toUpperCase();
    if (name === '' || frame.has(name) || name.includes('*')) continue;
    if (!merged.has(name)) merged.set(name, propertyCapability(property, ignoreMaxSize));
  }
  const essential = needed[kind];
  if (merged.size === 0 || (essential.length > 0 && !essential.some((name) => merged.has(name)))) return null;
  return Object.fromEntries(merged);
}

function isFor(ctCap: CtCap, kind: ItemKind): boolean {
  const component = components[kind];
  const begins = ctCap.properties
    .filter((property) => property.name.toUpperCase() === 'BEGIN')
    .flatMap((property) => property.values.map((value) => value.toUpperCase()));
  return (
    component === null || !begins.some((value) => someComponent.has(value)) || begins.includes(component)
  );
}

/** One property of a CTCap, or of a filter that takes its place for a session. */
export function propertyCapability(property: DevInfProperty, ignoreMaxSize: boolean): PropertyCapability {
  const types = typesOf(property);
  const sized = !ignoreMaxSize && property.maxSize !== undefined && property.maxSize > 0;
  return {
    // A size of 0 is a phone's way of saying nothing (Nokia Series 40).
    ...(sized ? { maxSize: property.maxSize } : {}),
    ...(sized && property.noTruncate === true ? { noTruncate: true } : {}),
    ...(property.maxOccur === undefined || property.maxOccur < 1 ? {} : { maxOccur: property.maxOccur }),
    ...(types.length === 0 ? {} : { types }),
  };
}

/** Values of TYPE; some phones write them as names of parameters (vCard 2.1 itself does). */
function typesOf(property: DevInfProperty): readonly string[] {
  const types = new Set<string>();
  for (const param of property.params) {
    const name = param.name.trim().toUpperCase();
    const values = name === 'TYPE' ? param.values.flatMap((value) => value.split(',')) : [];
    for (const value of vcardTypes.has(name) ? [name] : values) {
      if (value.trim() !== '') types.add(value.trim().toUpperCase());
    }
  }
  return [...types];
}

/** What is supported when the phone does not say. */
export function defaultProperties(kind: ItemKind, contentType: ContentType): Properties | null {
  const names = kind === 'note' ? [] : defaults[kind];
  if (names.length === 0) return null;
  const alarms = contentType === contentTypes.icalendar20 ? ['VALARM', 'TRIGGER', 'ACTION'] : [];
  return Object.fromEntries([...names, ...(kind === 'contact' ? [] : alarms)].map((name) => [name, {}]));
}

const defaults: Readonly<Record<Exclude<ItemKind, 'note'>, readonly string[]>> = {
  contact: ['N', 'FN', 'TEL', 'EMAIL', 'ADR', 'ORG', 'TITLE', 'NOTE', 'URL', 'BDAY'],
  event: [
    'SUMMARY',
    'DESCRIPTION',
    'LOCATION',
    'DTSTART',
    'DTEND',
    'RRULE',
    'EXDATE',
    'AALARM',
    'DALARM',
    'CLASS',
    'PRIORITY',
  ],
  task: ['SUMMARY', 'DESCRIPTION', 'DUE', 'COMPLETED', 'STATUS', 'PRIORITY', 'CLASS', 'AALARM'],
};

const needed: Readonly<Record<ItemKind, readonly string[]>> = {
  contact: ['N'],
  event: ['DTSTART', 'SUMMARY'],
  task: ['DUE', 'SUMMARY'],
  note: [],
};

const components: Readonly<Record<ItemKind, string | null>> = {
  contact: null,
  event: 'VEVENT',
  task: 'VTODO',
  note: null,
};
const someComponent: ReadonlySet<string> = new Set(['VEVENT', 'VTODO']);
const frame: ReadonlySet<string> = new Set(['BEGIN', 'END', 'VERSION']);

const vcardTypes: ReadonlySet<string> = new Set(
  (
    'PREF WORK HOME VOICE FAX MSG CELL PAGER BBS MODEM CAR ISDN VIDEO ' +
    'DOM INTL POSTAL PARCEL INTERNET X400 JPEG GIF BMP'
  ).split(' '),
);
