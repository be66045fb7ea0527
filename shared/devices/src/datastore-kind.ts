/** Which of the phone's datastores is the counterpart of one of ours (DevInf 1.2, 5.3; SourceRef and content types). */
import { contentTypes, kindOfDatastore } from '@anchorage/model';
import type { DatastoreName, ItemKind } from '@anchorage/model';
import type { DevInf, DevInfDatastore } from '@anchorage/syncml-codec';
import { datastoreFor } from './aliases.ts';
import { acceptedFormats, knownType } from './formats.ts';

/**
 * The counterpart of `name`: the one called so whose types fit; else the one whose content fits and whose name says
 * nothing else. A phone with events and tasks in one datastore has the same counterpart for both.
 */
export function counterpart(name: DatastoreName, devInf: DevInf): DevInfDatastore | null {
  const kind = kindOfDatastore[name];
  const fitting = devInf.datastores.filter((datastore) => kindsIn(datastore).has(kind));
  return (
    fitting.find((datastore) => datastoreFor(datastore.sourceRef) === name) ??
    fitting.find((datastore) => isFree(datastore, name)) ??
    null
  );
}

/**
 * The datastore of ours whose items the phone keeps among those of `name`'s counterpart because it has none for them
 * alone. Only a calendar that names both components says so.
 */
export function hostOf(name: DatastoreName, devInf: DevInf): DatastoreName | null {
  if (name !== 'task') return null;
  const theirs = counterpart('task', devInf);
  return theirs !== null && theirs === counterpart('cal', devInf) ? 'cal' : null;
}

/** What a datastore holds: decided from its types and, for calendars, from the values of BEGIN. */
export function kindsIn(datastore: DevInfDatastore): ReadonlySet<ItemKind> {
  const kinds = new Set<ItemKind>();
  for (const format of acceptedFormats(datastore)) {
    const type = knownType(format.type);
    if (type === contentTypes.vcard21 || type === contentTypes.vcard30) kinds.add('contact');
    if (type === contentTypes.plain || /^text\/x-vnote/i.test(format.type.trim())) kinds.add('note');
    if (type === contentTypes.vcalendar10 || type === contentTypes.icalendar20) {
      const components = componentsOf(datastore);
      const unsaid = !components.has('VEVENT') && !components.has('VTODO');
      if (unsaid || components.has('VEVENT')) kinds.add('event');
      if (unsaid || components.has('VTODO')) kinds.add('task');
    }
  }
  return kinds;
}

/** The values of BEGIN in every CTCap of a datastore, upper case. */
function componentsOf(datastore: DevInfDatastore): ReadonlySet<string> {
  return new Set(
    datastore.ctCaps.flatMap((ctCap) =>
      ctCap.properties
        .filter((property) => property.name.toUpperCase() === 'BEGIN')
        .flatMap((property) => property.values.map((value) => value.toUpperCase())),
    ),
  );
}

/** A calendar may hold tasks too; any other known name stands for itself. */
function isFree(datastore: DevInfDatastore, name: DatastoreName): boolean {
  const called = datastoreFor(datastore.sourceRef);
  if (called === null) return true;
  const calendars: readonly DatastoreName[] = ['cal', 'task'];
  return calendars.includes(called) && calendars.includes(name) && componentsOf(datastore).size > 0;
}
