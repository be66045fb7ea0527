/** Recurrence and exceptions of a master. */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf, type Component } from '../text/content-line.ts';
import { plainLine } from '../calendar/calendar-text.ts';
import {
  inFormOf,
  instantOf,
  localWall,
  readTime,
  readTimes,
  timeLine,
  type CalendarTime,
} from '../calendar/calendar-time.ts';
import { expand, extent, weekdayOf } from '../calendar/expand.ts';
import { endless, writeRule, type Rule } from '../calendar/rule.ts';
import { day, dayOf, timeOf, writeDate } from '../calendar/stamp.ts';
import { toWall } from '../calendar/zone.ts';
import type { ZoneBook } from '../calendar/zone-book.ts';
import { supports } from './capabilities.ts';
import type { Draft } from './draft.ts';
import { ruleFor, type Series } from './series-rule.ts';
import { takes, type Sides } from './three-way.ts';
import type { EventView } from './view.ts';

/** What the phone makes of the recurrence: `undefined` leaves it, `null` ends it. */
export function mergeRule(sides: Sides, capabilities: PhoneCapabilities): Series | null | undefined {
  if (!supports(capabilities, 'RRULE')) return undefined;
  // A rule we cannot read is no wish to end the series.
  if (sides.incoming.series === undefined && lineOf(sides.incoming.item, 'RRULE') !== undefined)
    return undefined;
  // The same words for a moved start: phones leave the end date as it was, which may now be an hour too early.
  const words = ruleWords(sides.incoming);
  if (words !== '' && words === ruleWords(sides.base ?? sides.current)) return undefined;
  return takes(sides, 'RRULE', seriesKey) ? (sides.incoming.series ?? null) : undefined;
}

function ruleWords(view: EventView): string {
  const words = lineOf(view.item, 'RRULE')?.value ?? '';
  return words.toUpperCase().replaceAll(/\s+/g, ' ').trim();
}

export function seriesKey(view: EventView): string {
  return view.series?.canonical ?? '';
}

/** Writes the rule of a series whose first occurrence is `start`, in that zone. */
export function writeSeries(draft: Draft, series: Series | null, start: CalendarTime): void {
  if (series === null) {
    for (const name of ['RRULE', 'RDATE', 'EXDATE', 'EXRULE'])
      if (draft.line(name) !== undefined) draft.set(name);
    return;
  }
  draft.set('RRULE', plainLine('RRULE', writeRule(ruleFor(ruleInZone(series, start), start))));
}

/** After a move the series still has as many occurrences: an UNTIL at the old hour would cut off the last one. */
export function moveUntil(draft: Draft, series: Series, start: CalendarTime): void {
  if (series.until === undefined) return;
  const reach = extent(series.rule, series.start.wall, series.until);
  if (reach === undefined) return;
  let last = start.wall;
  for (const wall of expand(endless(series.rule), start.wall, undefined, reach.count)) last = wall;
  const rule: Rule = { ...series.rule, until: { wall: last, form: 'local' } };
  draft.set('RRULE', plainLine('RRULE', writeRule(ruleFor(rule, start))));
}

/** EXDATE follows the hour of a moved series, else nothing of it would be excepted any more. */
export function retimeExceptions(draft: Draft, from: CalendarTime, to: CalendarTime, book: ZoneBook): void {
  draft.map('EXDATE', (line) => {
    const times = readTimes(line, book);
    return times.length === 0
      ? [line]
      : [timeLine('EXDATE', ...times.map((time) => retimed(time, from, to)))];
  });
}

/** RECURRENCE-ID of an override at the series' new hour. */
export function retimeOverride(
  item: Component,
  from: CalendarTime,
  to: CalendarTime,
  book: ZoneBook,
): Component {
  const lines = item.lines.map((line) => {
    const time = line.name === 'RECURRENCE-ID' ? readTime(line, book) : undefined;
    if (time === undefined) return line;
    const range = line.params.filter((param) => param.name === 'RANGE');
    const written = timeLine('RECURRENCE-ID', retimed(time, from, to));
    return { ...written, params: [...range, ...written.params] };
  });
  return { ...item, lines };
}

/**
 * Exceptions the phone added or took back, by day. Those that it was shown because an occurrence is overridden are no
 * exceptions of the body.
 */
export function mergeExceptions(
  sides: Sides,
  draft: Draft,
  start: CalendarTime,
  overridden: readonly CalendarTime[],
  book: ZoneBook,
): void {
  const incoming = exceptionDays(sides.incoming);
  const known = exceptionDays(sides.base ?? sides.current);
  const lines = draft.item.lines.filter((line) => line.name === 'EXDATE');
  const stored = new Set(lines.flatMap((line) => readTimes(line, book)).map((time) => dayIn(time, start)));
  const changed = new Set(overridden.map((time) => dayIn(time, start)));
  const added = [...incoming]
    .filter(([date]) => !known.has(date))
    .map(([, time]) => ({ ...start, wall: dayOf(dayWall(time, start)) + timeOf(start.wall) }))
    .filter((time) => !stored.has(dayIn(time, start)) && !changed.has(dayIn(time, start)));
  // An exception takes an occurrence away: not from a series of the cloud's while nobody knows who made it.
  const unfounded = sides.base === undefined && sides.current.series !== undefined && added.length > 0;
  if (unfounded) sides.conflicts.add('EXDATE');
  const taken = unfounded && sides.policy !== 'phone-wins' ? [] : added;
  const removed = new Set(
    sides.base === undefined
      ? []
      : [...known]
          .filter(([date]) => !incoming.has(date))
          .map(([, time]) => dayIn(inFormOf(time, start), start)),
  );
  if ([...removed].some((date) => stored.has(date))) {
    draft.map('EXDATE', (line) => {
      const left = readTimes(line, book).filter((time) => !removed.has(dayIn(time, start)));
      return left.length === 0 ? [] : [timeLine('EXDATE', ...left)];
    });
  }
  if (taken.length > 0) {
    const present = draft.item.lines.filter((line) => line.name === 'EXDATE');
    draft.set('EXDATE', ...present, timeLine('EXDATE', ...taken));
  }
}

/** The days a view excepts, in the zone its series runs in. */
export function exceptionDays(view: EventView): ReadonlyMap<string, CalendarTime> {
  const anchor = view.series?.start ?? view.span?.start;
  if (anchor === undefined) return new Map();
  return new Map(view.exdates.map((time) => [dayIn(time, anchor), time]));
}

function dayIn(time: CalendarTime, anchor: CalendarTime): string {
  return writeDate(dayWall(time, anchor));
}

function dayWall(time: CalendarTime, anchor: CalendarTime): number {
  return anchor.form === 'date' || time.form === 'date' ? time.wall : localWall(time, anchor.zone);
}

function retimed(time: CalendarTime, from: CalendarTime, to: CalendarTime): CalendarTime {
  if (to.form === 'date') return { ...to, wall: dayOf(localWall(time, from.zone)) };
  const wall = from.form === 'date' ? time.wall : localWall(time, from.zone);
  return { ...to, wall: dayOf(wall) + timeOf(to.wall) };
}

/** Weekdays and the end of a rule that was read in one zone, for a start in another. */
function ruleInZone(series: Series, start: CalendarTime): Rule {
  const { rule } = series;
  const shift = Math.round((dayOf(start.wall) - dayOf(series.start.wall)) / day);
  const moved = weekdayOf(start.wall) !== weekdayOf(series.start.wall) && rule.freq === 'WEEKLY';
  const byDay = moved
    ? rule.byDay.map(({ nth, weekday }) => ({ nth, weekday: (((weekday + shift) % 7) + 7) % 7 }))
    : rule.byDay;
  if (rule.until === undefined || series.until === undefined) return { ...rule, byDay };
  const until = { ...series.start, wall: series.until };
  const wall =
    start.form === 'date' || until.form === 'date' ? until.wall : toWall(start.zone, instantOf(until));
  return { ...rule, byDay, until: { wall, form: 'local' } };
}
