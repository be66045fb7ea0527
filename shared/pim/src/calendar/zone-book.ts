/**
 * The zones one calendar object speaks of. The definition inside the object counts for that object, then the library
 * by IANA name, then the zone of the person (RFC 5545 3.2.19; a TZID nobody knows is no reason to lose an event).
 */
import { lineOf, type Component } from '../text/content-line.ts';
import { isUtcName, libraryZone } from './zone-library.ts';
import { readZone, utcZone, type Zone } from './zone.ts';

export interface ZoneBook {
  /** Zone of times without TZID: the person's. */
  readonly local: Zone;
  /** Did the object itself say which zone that is (TZ, DAYLIGHT)? */
  readonly told: boolean;
  /** Never fails: an unknown TZID gives `local`. */
  zone(tzid: string): Zone;
  /** Definition to put beside times with that TZID: the object's own, else the library's. */
  vtimezone(tzid: string): Component | undefined;
}

export function zoneBook(calendar: Component, local: Zone, told = false): ZoneBook {
  const own = new Map<string, Component>();
  for (const component of calendar.components) {
    const tzid = lineOf(component, 'TZID')?.value.trim();
    if (component.name === 'VTIMEZONE' && tzid !== undefined && !own.has(tzid)) own.set(tzid, component);
  }
  const zones = new Map<string, Zone>();
  return {
    local,
    told,
    zone(tzid) {
      const name = tzid.trim();
      const known = zones.get(name);
      if (known !== undefined) return known;
      const zone = find(name, own.get(name)) ?? local;
      zones.set(name, zone);
      return zone;
    },
    vtimezone(tzid) {
      const name = tzid.trim();
      const embedded = own.get(name);
      if (embedded !== undefined) return embedded;
      const library = libraryZone(name);
      return library?.zone.name === name ? library.vtimezone : undefined;
    },
  };
}

function find(tzid: string, embedded: Component | undefined): Zone | undefined {
  const own = embedded === undefined ? undefined : embeddedZone(embedded);
  if (own !== undefined) return { ...own, name: tzid };
  return isUtcName(tzid) ? utcZone : libraryZone(tzid)?.zone;
}

/** Servers send the same block with each event: reading it is the dearest part of reading an event. */
function embeddedZone(component: Component): Zone | undefined {
  const key = JSON.stringify(component);
  if (key.length > longestKey) return readZone(component);
  if (cache.has(key)) return cache.get(key);
  const zone = readZone(component);
  if (cache.size >= mostCached) cache.clear();
  cache.set(key, zone);
  return zone;
}

const cache = new Map<string, Zone | undefined>();
const mostCached = 100;
const longestKey = 20_000;
