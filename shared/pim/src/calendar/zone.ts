/**
 * A time zone as a list of changes of its offset, made from a VTIMEZONE (RFC 5545 3.6.5). Local times that do not exist
 * or occur twice are read as RFC 5545 3.3.5 says: by the offset before the gap, as the first of the two.
 */
import { lineOf, linesOf, type Component } from '../text/content-line.ts';
import { expand } from './expand.ts';
import { readRule } from './rule.ts';
import { day, readOffset, readStamp, type Wall } from './stamp.ts';

export interface ZoneChange {
  /** Instant in milliseconds. */
  readonly at: number;
  /** Offset from UTC from then on, in milliseconds. */
  readonly offset: number;
  readonly before: number;
  readonly daylight: boolean;
  readonly name: string;
}

export interface Zone {
  /** TZID; `UTC` for UTC. */
  readonly name: string;
  /** Sorted by instant; empty for a fixed offset. */
  readonly changes: readonly ZoneChange[];
  /** Offset before the first change. */
  readonly base: number;
  readonly baseName: string;
}

export const utcZone: Zone = { name: 'UTC', changes: [], base: 0, baseName: 'UTC' };

export function fixedZone(name: string, offset: number): Zone {
  return { name, changes: [], base: offset, baseName: '' };
}

/** Undefined when the component has no usable observance. Bounded: 400 observances of 400 changes each. */
export function readZone(vtimezone: Component): Zone | undefined {
  const name = lineOf(vtimezone, 'TZID')?.value.trim() ?? '';
  const changes = vtimezone.components
    .filter((component) => component.name === 'STANDARD' || component.name === 'DAYLIGHT')
    .slice(0, mostObservances)
    .flatMap(observance)
    .toSorted((a, b) => a.at - b.at);
  const first = changes[0];
  if (first === undefined) return undefined;
  const moving = changes.some((change) => change.offset !== first.before);
  const baseName = changes.find((change) => change.offset === first.before)?.name ?? '';
  return { name, changes: moving ? changes : [], base: first.before, baseName };
}

/** Milliseconds east of UTC at an instant. */
export function offsetAt(zone: Zone, instant: number): number {
  return changeBefore(zone, instant)?.offset ?? zone.base;
}

/** The last change at or before an instant; undefined before the first. */
export function changeBefore(zone: Zone, instant: number): ZoneChange | undefined {
  let low = 0;
  let high = zone.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zone.changes[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return zone.changes[low - 1];
}

export function toWall(zone: Zone, instant: number): Wall {
  return instant + offsetAt(zone, instant);
}

export function toInstant(zone: Zone, wall: Wall): number {
  if (zone.changes.length === 0) return wall - zone.base;
  const before = offsetAt(zone, wall - day);
  const after = offsetAt(zone, wall + day);
  const early = wall - before;
  const late = wall - after;
  if (offsetAt(zone, early) === before) {
    return offsetAt(zone, late) === after ? Math.min(early, late) : early;
  }
  return offsetAt(zone, late) === after ? late : early;
}

/** Does the clock of this zone ever change around that instant? */
export function hasDaylight(zone: Zone, instant: number): boolean {
  return zone.changes.some((change) => Math.abs(change.at - instant) < 366 * day);
}

function observance(component: Component): readonly ZoneChange[] {
  const start = readStamp(lineOf(component, 'DTSTART')?.value ?? '');
  const before = readOffset(lineOf(component, 'TZOFFSETFROM')?.value ?? '');
  const offset = readOffset(lineOf(component, 'TZOFFSETTO')?.value ?? '');
  if (start === undefined || before === undefined || offset === undefined) return [];
  const walls = new Set<Wall>([start.wall]);
  for (const line of linesOf(component, 'RRULE').slice(0, mostRules)) {
    const rule = readRule(line.value);
    if (rule === undefined) continue;
    const until =
      rule.until === undefined ? horizon : rule.until.wall + (rule.until.form === 'utc' ? before : 0);
    for (const wall of expand(rule, start.wall, Math.min(until, horizon), mostChanges)) walls.add(wall);
  }
  for (const text of linesOf(component, 'RDATE').flatMap((line) => line.value.split(','))) {
    const stamp = readStamp(text);
    if (stamp !== undefined && walls.size < mostChanges) walls.add(stamp.wall);
  }
  const name = lineOf(component, 'TZNAME')?.value.trim() ?? '';
  const daylight = component.name === 'DAYLIGHT';
  return [...walls].map((wall) => ({ at: wall - before, offset, before, daylight, name }));
}

const mostObservances = 400;
const mostRules = 4;
const mostChanges = 400;
const horizon = Date.UTC(2150, 0, 1);
