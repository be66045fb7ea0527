/** Zones by IANA name out of one source, so that both directions agree whatever tz data the runtime has. */
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import type { Component } from '../text/content-line.ts';
import { readContentText } from '../text/read-text.ts';
import { readZone, utcZone, type Zone } from './zone.ts';

export interface LibraryZone {
  readonly zone: Zone;
  readonly vtimezone: Component;
}

/**
 * A zone by its IANA name in any case, also at the end of a prefixed TZID (`/example.org/2020/Europe/Berlin`).
 * Undefined when it is unknown.
 */
export function libraryZone(tzid: string): LibraryZone | undefined {
  const name = libraryName(tzid);
  if (name === undefined) return undefined;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const made = make(name);
  if (made !== undefined) cache.set(name, made);
  return made;
}

/** The zone of a person by the name in their settings; UTC when there is no such zone. */
export function userZone(name: string): Zone {
  return libraryZone(name)?.zone ?? utcZone;
}

export function isUtcName(tzid: string): boolean {
  return /^(?:etc\/)?(?:utc|uct|gmt|zulu|universal|greenwich)$|^z$/i.test(tzid.trim());
}

function libraryName(tzid: string): string | undefined {
  const pieces = tzid
    .trim()
    .toLowerCase()
    .split('/')
    .filter((piece) => piece !== '');
  for (const length of [pieces.length, 3, 2]) {
    const name = length > pieces.length ? undefined : names().get(pieces.slice(-length).join('/'));
    if (name !== undefined) return name;
  }
  return undefined;
}

function make(name: string): LibraryZone | undefined {
  const block = tzlib_get_ical_block(name);
  const text = typeof block === 'string' ? block : (block[0] ?? '');
  const read = readContentText(`VERSION:2.0\r\n${text}`).components.find(
    (found) => found.name === 'VTIMEZONE',
  );
  if (read === undefined) return undefined;
  // The library resolves links; a TZID must say what DTSTART says.
  const lines = read.lines.map((line) =>
    line.name === 'TZID' ? { name: 'TZID', params: [], value: name } : line,
  );
  const vtimezone = { ...read, lines };
  const zone = readZone(vtimezone);
  return zone === undefined ? undefined : { zone, vtimezone };
}

function names(): ReadonlyMap<string, string> {
  if (nameIndex.size === 0) {
    for (const name of tzlib_get_timezones()) nameIndex.set(name.toLowerCase(), name);
  }
  return nameIndex;
}

const nameIndex = new Map<string, string>();
/** At most one entry for each name of the library: 601. */
const cache = new Map<string, LibraryZone>();
