/** An iCalendar 2.0 event of a phone as a DAV server takes it: its own lines, with what is wrong about them put right. */
import type { NewItem } from '../contract.ts';
import { lineOf, paramValue, type Component, type ContentLine } from '../text/content-line.ts';
import { plainLine } from '../calendar/calendar-text.ts';
import {
  inFormOf,
  instantOf,
  inZone,
  readTime,
  readTimes,
  timeLine,
  type CalendarTime,
} from '../calendar/calendar-time.ts';
import { readRule, writeRule } from '../calendar/rule.ts';
import { writeDateTime } from '../calendar/stamp.ts';
import type { ZoneBook } from '../calendar/zone-book.ts';
import { recognise } from './all-day.ts';
import { withoutInviting } from './attendees.ts';
import { ruleFor } from './series-rule.ts';

/** `override` keeps RECURRENCE-ID. UID and DTSTAMP are ours. */
export function cleanEvent(
  item: Component,
  book: ZoneBook,
  { uid, now }: NewItem,
  override: boolean,
): Component {
  const stamp = writeDateTime(now, true);
  const start = storable(readTime(lineOf(item, 'DTSTART'), book), book);
  const seen = new Set<string>();
  const lines = item.lines.flatMap((line) => {
    if (dropped.has(line.name) || (single.has(line.name) && seen.has(line.name))) return [];
    if (line.name === 'RECURRENCE-ID' && !override) return [];
    if (line.name === 'DURATION' && lineOf(item, 'DTEND') !== undefined) return [];
    seen.add(line.name);
    return cleanLine(line, start, book);
  });
  return wholeDays(
    {
      name: 'VEVENT',
      lines: [plainLine('UID', uid), plainLine('DTSTAMP', stamp), ...lines],
      components: item.components.flatMap(cleanAlarm),
    },
    book,
  );
}

function cleanLine(
  line: ContentLine,
  start: CalendarTime | undefined,
  book: ZoneBook,
): readonly ContentLine[] {
  switch (line.name) {
    case 'DTSTART':
    case 'DTEND':
    case 'RECURRENCE-ID': {
      const time = storable(readTime(line, book), book);
      if (time === undefined) return [];
      if (line.name === 'DTSTART' || start === undefined) return [keep(line, time)];
      // The end must be of the start's kind and not before it (RFC 5545 3.8.2.2).
      const like = (time.form === 'date') === (start.form === 'date') ? time : inFormOf(time, start);
      if (line.name === 'DTEND' && instantOf(like) < instantOf(start)) return [];
      return [keep(line, like)];
    }
    case 'EXDATE':
    case 'RDATE': {
      if (paramValue(line, 'VALUE')?.toUpperCase() === 'PERIOD') return [line];
      const times = readTimes(line, book).map((time) => (start === undefined ? time : inFormOf(time, start)));
      return times.length === 0 ? [] : [timeLine(line.name, ...times)];
    }
    case 'RRULE': {
      const rule = readRule(line.value);
      if (rule === undefined || start === undefined) return [plainLine('X-VCALENDAR-RRULE', line.value)];
      return rule.until === undefined ? [line] : [plainLine('RRULE', writeRule(ruleFor(rule, start)))];
    }
    case 'ATTENDEE':
    case 'ORGANIZER':
      return [withoutInviting(line)];
    case 'STATUS':
      return statuses.has(line.value.trim().toUpperCase()) ? [line] : [];
    default:
      return [line];
  }
}

/** The phone's own line where it says the same: its parameters stay. */
export function keep(line: ContentLine, time: CalendarTime): ContentLine {
  const written = timeLine(line.name, time);
  const sameZone = (paramValue(line, 'TZID') ?? '') === (time.tzid ?? '');
  const sameKind = (paramValue(line, 'VALUE')?.toUpperCase() === 'DATE') === (time.form === 'date');
  return sameZone && sameKind && line.value.trim() === written.value ? line : written;
}

/** Local time is the person's; so is a TZID that nothing defines. */
export function storable(time: CalendarTime | undefined, book: ZoneBook): CalendarTime | undefined {
  if (time === undefined || time.form === 'date' || time.form === 'utc') return time;
  const named = time.tzid !== undefined && book.vtimezone(time.tzid) !== undefined;
  return time.form === 'zoned' && named ? time : inZone(time, time.zone);
}

/** Midnights that a flag declares to be whole days. */
function wholeDays(event: Component, book: ZoneBook): Component {
  const start = readTime(lineOf(event, 'DTSTART'), book);
  if (start === undefined || start.form === 'date') return event;
  const end = readTime(lineOf(event, 'DTEND'), book) ?? start;
  const span = recognise(event, { start, end }, false, book.local);
  if (span.start.form !== 'date' || lineOf(event, 'RRULE') !== undefined) return event;
  const rest = event.lines.filter((line) => !['DTSTART', 'DTEND', 'DURATION'].includes(line.name));
  return { ...event, lines: [...rest, timeLine('DTSTART', span.start), timeLine('DTEND', span.end)] };
}

/** A reminder needs an action, a time, and to be shown a text (RFC 5545 3.6.6). */
export function cleanAlarm(component: Component): readonly Component[] {
  if (component.name !== 'VALARM' || lineOf(component, 'TRIGGER') === undefined) return [];
  const lines = component.lines.filter((line) => line.name !== '');
  if (lineOf(component, 'ACTION') === undefined) lines.push(plainLine('ACTION', 'DISPLAY'));
  const shown =
    lines
      .find((line) => line.name === 'ACTION')
      ?.value.trim()
      .toUpperCase() === 'DISPLAY';
  if (shown && lineOf(component, 'DESCRIPTION') === undefined)
    lines.push(plainLine('DESCRIPTION', 'Reminder'));
  return [{ ...component, lines }];
}

const dropped = new Set(['', 'UID', 'DTSTAMP', 'METHOD', 'REQUEST-STATUS']);
const statuses = new Set(['CONFIRMED', 'TENTATIVE', 'CANCELLED']);
/** RFC 5545 3.6.1: at most once. */
const single = new Set([
  'DTSTART',
  'DTEND',
  'DURATION',
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'CLASS',
  'CREATED',
  'GEO',
  'LAST-MODIFIED',
  'ORGANIZER',
  'PRIORITY',
  'RECURRENCE-ID',
  'SEQUENCE',
  'STATUS',
  'TRANSP',
  'URL',
]);
