/**
 * Whole days. iCalendar 2.0 has dates for them; vCalendar 1.0 phones write midnights, 23:59, 24:00, or a flag, each
 * maker in its own way. The end of an event is exclusive here and in iCalendar (RFC 5545 3.6.1).
 */
import { lineOf, type Component } from '../text/content-line.ts';
import { localWall, type CalendarTime } from '../calendar/calendar-time.ts';
import { day, dayOf, hour, minute, timeOf, writeDate, writeDateTime } from '../calendar/stamp.ts';
import type { Zone } from '../calendar/zone.ts';

export interface Span {
  readonly start: CalendarTime;
  readonly end: CalendarTime;
}

/** The span with dates if it means whole days; else as it is. `item` is the phone's event with its flags. */
export function recognise(item: Component, span: Span, legacy: boolean, person: Zone): Span {
  const { start, end } = span;
  if (start.form === 'date') return dates(start.wall, end.wall, person);
  if (hasFlag(item)) return wholeDays(localWall(start, person), localWall(end, person), person);
  if (!legacy) return span;
  if (hasKind(item)) return wholeDays(localWall(start, person), localWall(end, person), person);
  const literal = /T24:?00/i.test(lineOf(item, 'DTEND')?.value ?? '');
  if (start.form === 'floating' || literal) return byClock(start.wall, end.wall, person) ?? span;
  const [first, last] = [localWall(start, person), localWall(end, person)];
  // In UTC only full days count: what ends one minute before midnight may just be a late party.
  return last > first && timeOf(first) === 0 && timeOf(last) === 0 ? dates(first, last, person) : span;
}

/** DTSTART and DTEND of a whole-day event for a vCalendar 1.0 phone; local times, never with Z. */
export function writeWholeDays(span: Span, style: 'midnight' | '235900' | 'date'): readonly [string, string] {
  const end = Math.max(span.end.wall, span.start.wall + day);
  switch (style) {
    case 'date':
      return [writeDate(span.start.wall), writeDate(end)];
    case '235900':
      return [writeDateTime(span.start.wall), writeDateTime(end - minute)];
    default:
      return [writeDateTime(span.start.wall), writeDateTime(end)];
  }
}

function byClock(start: number, end: number, person: Zone): Span | undefined {
  if (timeOf(start) !== 0 || end < start) return undefined;
  const lateEnd = timeOf(end) >= 24 * hour - minute;
  if (lateEnd || timeOf(end) === 0) return wholeDays(start, end, person);
  return undefined;
}

/** A start without an end, or both at one midnight, is one day. */
function wholeDays(start: number, end: number, person: Zone): Span {
  const last = timeOf(end) === 0 ? end : dayOf(end) + day;
  return dates(dayOf(start), last, person);
}

function dates(start: number, end: number, zone: Zone): Span {
  return {
    start: { form: 'date', wall: start, zone },
    end: { form: 'date', wall: Math.max(end, start + day), zone },
  };
}

/** BlackBerry and other Funambol clients, Outlook. */
function hasFlag(item: Component): boolean {
  return ['X-MICROSOFT-CDO-ALLDAYEVENT', 'X-FUNAMBOL-ALLDAY'].some((name) =>
    /^\s*(TRUE|1)\s*$/i.test(lineOf(item, name)?.value ?? ''),
  );
}

/** Nokia S60: a day note, or an anniversary. */
function hasKind(item: Component): boolean {
  return /^\s*(EVENT|ANNIVERSARY)\s*$/i.test(lineOf(item, 'X-EPOCAGENDAENTRYTYPE')?.value ?? '');
}
