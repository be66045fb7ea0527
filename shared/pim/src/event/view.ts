/**
 * One event as a phone speaks of it, out of any of the three texts: a vCalendar 1.0 or iCalendar 2.0 view, or the body.
 * All values are in the terms of iCalendar 2.0, so that they can be compared whatever they were written in.
 */
import { lineOf, linesOf, type Component, type Dialect } from '../text/content-line.ts';
import { readList, readText } from '../text/values.ts';
import { readAlarms, readLegacyAlarms, type Alarm } from '../calendar/alarm.ts';
import { inFormOf, readTime, readTimes, type CalendarTime } from '../calendar/calendar-time.ts';
import { readDuration } from '../calendar/duration.ts';
import { day, dayOf, timeOf } from '../calendar/stamp.ts';
import type { ZoneBook } from '../calendar/zone-book.ts';
import { recognise, type Span } from './all-day.ts';
import { readModernSeries, readLegacySeries, type Series } from './series-rule.ts';
import { fromLegacyPriority, fromLegacyStatus } from './scales.ts';

export interface EventView {
  readonly dialect: Dialect;
  readonly item: Component;
  readonly book: ZoneBook;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly url: string;
  readonly categories: readonly string[];
  /** PUBLIC, PRIVATE, CONFIDENTIAL or a name of somebody's own. */
  readonly classification: string;
  /** 0 to 9; 0 is none. */
  readonly priority: number;
  /** CONFIRMED, TENTATIVE, CANCELLED or empty. */
  readonly status: string;
  readonly transparent: boolean;
  /** Undefined for an event without any time. `end` is exclusive. */
  readonly span: Span | undefined;
  /** DTEND was left out and nothing else said how long it lasts. */
  readonly openEnd: boolean;
  readonly series: Series | undefined;
  readonly rdates: readonly CalendarTime[];
  /** Each with the time of day of the start. */
  readonly exdates: readonly CalendarTime[];
  readonly alarms: readonly Alarm[];
}

export interface ViewOptions {
  readonly count: 'intervals' | 'occurrences';
}

/** Never throws: what cannot be read is absent. */
export function readView(item: Component, dialect: Dialect, book: ZoneBook, options: ViewOptions): EventView {
  const legacy = dialect === 'legacy';
  const text = (name: string): string => {
    const line = lineOf(item, name);
    return line === undefined ? '' : readText(line, dialect);
  };
  const span = readSpan(item, legacy, book);
  const series = legacy
    ? readLegacySeries(item, span?.start, book, options.count)
    : readModernSeries(item, span?.start);
  return {
    dialect,
    item,
    book,
    summary: text('SUMMARY'),
    description: text('DESCRIPTION'),
    location: text('LOCATION'),
    url: lineOf(item, 'URL')?.value.trim() ?? '',
    categories: linesOf(item, 'CATEGORIES').flatMap((line) => readList(line, dialect)),
    classification: lineOf(item, 'CLASS')?.value.trim().toUpperCase() || 'PUBLIC',
    priority: legacy ? fromLegacyPriority(text('PRIORITY')) : plainPriority(text('PRIORITY')),
    status: legacy ? fromLegacyStatus(text('STATUS')) : text('STATUS').trim().toUpperCase(),
    transparent: legacy ? /^\s*[1-9]/.test(text('TRANSP')) : /^\s*TRANSPARENT/i.test(text('TRANSP')),
    span,
    openEnd: lineOf(item, 'DTEND') === undefined && lineOf(item, 'DURATION') === undefined,
    series,
    rdates: linesOf(item, 'RDATE').flatMap((line) => readTimes(line, book)),
    exdates: readExceptions(item, span?.start, series, book),
    alarms: legacy
      ? readLegacyAlarms(item, span?.start, book)
      : readAlarms(item, span?.start, span?.end, book),
  };
}

/** The title people see; some phones have a description only (Nokia 7650). */
export function titleOf(view: EventView): string {
  return view.summary.trim() === '' ? view.description : view.summary;
}

function readSpan(item: Component, legacy: boolean, book: ZoneBook): Span | undefined {
  const end = readTime(lineOf(item, 'DTEND'), book);
  const start = readTime(lineOf(item, 'DTSTART'), book) ?? (legacy ? end : undefined);
  if (start === undefined) return undefined;
  const duration = legacy ? undefined : readDuration(lineOf(item, 'DURATION')?.value ?? '');
  return recognise(item, { start, end: endOf(start, end, duration) }, legacy, book.local);
}

/** RFC 5545 3.6.1: without DTEND and DURATION a date lasts one day and a time no time. An end before the start is none. */
function endOf(
  start: CalendarTime,
  end: CalendarTime | undefined,
  duration: number | undefined,
): CalendarTime {
  if (end !== undefined) return end.form === 'date' || start.form !== 'date' ? end : inFormOf(end, start);
  const length = duration ?? (start.form === 'date' ? day : 0);
  return { ...start, wall: start.wall + Math.max(0, length) };
}

/**
 * A date, or midnight, names the occurrence of that day (vCalendar 1.0 phones). Whole-day events have dates.
 */
function readExceptions(
  item: Component,
  start: CalendarTime | undefined,
  series: Series | undefined,
  book: ZoneBook,
): readonly CalendarTime[] {
  if (start === undefined) return [];
  const anchor = series?.start ?? start;
  return linesOf(item, 'EXDATE')
    .flatMap((line) => readTimes(line, book))
    .map((time) => {
      const vague = time.form === 'date' || (time.form === 'floating' && timeOf(time.wall) === 0);
      if (anchor.form === 'date') return inFormOf(time, anchor);
      return vague ? { ...anchor, wall: dayOf(time.wall) + timeOf(anchor.wall) } : time;
    });
}

function plainPriority(text: string): number {
  const value = Number.parseInt(text, 10);
  return value >= 1 && value <= 9 ? value : 0;
}
