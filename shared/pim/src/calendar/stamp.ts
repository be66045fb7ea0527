/**
 * Dates and date-times as they stand in vCalendar 1.0 and iCalendar 2.0. Civil time is counted as a `Wall`:
 * milliseconds as if the clock on the wall showed UTC. So it can be added to, compared and expanded without any zone.
 */
export type Wall = number;

export interface Stamp {
  readonly wall: Wall;
  /** `date` has no time of day, `utc` ended in Z, `local` said nothing. */
  readonly form: 'date' | 'local' | 'utc';
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * Reads `20240507`, `20240507T083000[Z]`, and what phones make of them: extended form, no seconds, `T240000`, a
 * numeric offset (vCalendar 1.0 "Date and Time"; ISO 8601). Undefined when it is no time or no day of the calendar.
 */
export function readStamp(text: string): Stamp | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year = '', month = '', dayOfMonth = '', hours, minutes = '0', seconds = '0', zone = ''] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth));
  if (Number(year) < 1000 || new Date(date).getUTCMonth() !== Number(month) - 1 || dayOfMonth === '00')
    return undefined;
  const midnight = date;
  if (hours === undefined) return { wall: midnight, form: 'date' };
  const time = Number(hours) * hour + Number(minutes) * minute + Math.min(Number(seconds), 59) * second;
  if (time > day || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  if (zone === '') return { wall: midnight + time, form: 'local' };
  return { wall: midnight + time - offsetOf(zone), form: 'utc' };
}

/** `20240507` */
export function writeDate(wall: Wall): string {
  const iso = new Date(wall).toISOString();
  return iso.slice(0, 10).replaceAll('-', '');
}

/** `20240507T083000`, with `Z` for UTC. */
export function writeDateTime(wall: Wall, utc = false): string {
  const iso = new Date(wall).toISOString();
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}${utc ? 'Z' : ''}`;
}

export function writeStamp(stamp: Stamp): string {
  return stamp.form === 'date' ? writeDate(stamp.wall) : writeDateTime(stamp.wall, stamp.form === 'utc');
}

/** Midnight of the day. */
export function dayOf(wall: Wall): Wall {
  return Math.floor(wall / day) * day;
}

/** Milliseconds since midnight. */
export function timeOf(wall: Wall): number {
  return wall - dayOf(wall);
}

/** Milliseconds of `+01`, `-0530`, `+05:45`, `Z`; undefined for anything else. */
export function readOffset(text: string): number | undefined {
  const match = /^([+-]?)(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const size = Number(match[2]) * hour + Number(match[3] ?? 0) * minute + Number(match[4] ?? 0) * second;
  return size > day ? undefined : match[1] === '-' ? -size : size;
}

/** Digits alone, to compare times whatever separators they were written with. */
export function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}

function offsetOf(zone: string): number {
  return /^z$/i.test(zone) ? 0 : (readOffset(zone) ?? 0);
}

const pattern =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/;
