/** DTSTART and its like: one point in a calendar with what was said about its zone. */
import { paramValue, type ContentLine, type Parameter } from '../text/content-line.ts';
import { dayOf, readStamp, writeDate, writeDateTime, type Wall } from './stamp.ts';
import { isUtcName } from './zone-library.ts';
import type { ZoneBook } from './zone-book.ts';
import { toInstant, toWall, utcZone, type Zone } from './zone.ts';

export interface CalendarTime {
  /** `floating`: a local time without zone, here taken in the person's zone. */
  readonly form: 'date' | 'utc' | 'zoned' | 'floating';
  /** In `zone`; midnight for dates. */
  readonly wall: Wall;
  readonly zone: Zone;
  /** As written; only of `zoned`. */
  readonly tzid?: string;
}

/** Undefined when the line is missing or holds no time. */
export function readTime(line: ContentLine | undefined, book: ZoneBook): CalendarTime | undefined {
  return line === undefined ? undefined : timeOfText(line.value, paramValue(line, 'TZID'), book);
}

/** All times of a line with a list (EXDATE, RDATE): separated by `,`, in vCalendar 1.0 by `;`. Periods give their start. */
export function readTimes(line: ContentLine, book: ZoneBook): readonly CalendarTime[] {
  const texts = line.value.split(/[;,]/).slice(0, mostTimes);
  return texts.flatMap((text) => timeOfText(text.split('/')[0] ?? '', paramValue(line, 'TZID'), book) ?? []);
}

export function timeOfText(text: string, tzid: string | undefined, book: ZoneBook): CalendarTime | undefined {
  const stamp = readStamp(text);
  if (stamp === undefined) return undefined;
  if (stamp.form === 'date') return { form: 'date', wall: stamp.wall, zone: book.local };
  if (stamp.form === 'utc' || (tzid !== undefined && isUtcName(tzid))) {
    return { form: 'utc', wall: stamp.wall, zone: utcZone };
  }
  if (tzid === undefined) return { form: 'floating', wall: stamp.wall, zone: book.local };
  return { form: 'zoned', wall: stamp.wall, zone: book.zone(tzid), tzid };
}

/** Milliseconds since 1970; a date counts from midnight in the person's zone. */
export function instantOf(time: CalendarTime): number {
  return time.form === 'utc' ? time.wall : toInstant(time.zone, time.wall);
}

/** The same moment in the form of another time; dates and times turn into each other at midnight. */
export function inFormOf(time: CalendarTime, model: CalendarTime): CalendarTime {
  if (model.form === 'date') return { ...model, wall: dayOf(localWall(time, model.zone)) };
  return { ...model, wall: localWall(time, model.zone) };
}

/** Wall time of a moment in a zone. What has no zone of its own keeps its digits. */
export function localWall(time: CalendarTime, zone: Zone): Wall {
  if (time.form === 'date') return time.wall;
  return time.zone === zone ? time.wall : toWall(zone, instantOf(time));
}

/** The moment in a zone; in UTC when the zone has no name. */
export function inZone(time: CalendarTime, zone: Zone): CalendarTime {
  const instant = instantOf(time);
  if (zone.name === '' || zone === utcZone) return { form: 'utc', wall: instant, zone: utcZone };
  return { form: 'zoned', wall: toWall(zone, instant), zone, tzid: zone.name };
}

/** Equal for equal moments; a date never equals a time. */
export function timeKey(time: CalendarTime): string {
  return time.form === 'date' ? writeDate(time.wall) : writeDateTime(instantOf(time), true);
}

/** The value alone. */
export function timeText(time: CalendarTime): string {
  return time.form === 'date' ? writeDate(time.wall) : writeDateTime(time.wall, time.form === 'utc');
}

/** A line of iCalendar 2.0. */
export function timeLine(name: string, ...times: readonly CalendarTime[]): ContentLine {
  const [first] = times;
  const params: readonly Parameter[] =
    first?.form === 'date'
      ? [{ name: 'VALUE', values: ['DATE'] }]
      : first?.form === 'zoned'
        ? [{ name: 'TZID', values: [first.tzid ?? first.zone.name] }]
        : [];
  return { name, params, value: times.map(timeText).join(',') };
}

const mostTimes = 5000;
