/** The recurrence of an event as read from any of the texts, in the wall time of the zone it runs in. */
import { lineOf, linesOf, type Component } from '../text/content-line.ts';
import { inZone, type CalendarTime } from '../calendar/calendar-time.ts';
import { weekdayOf } from '../calendar/expand.ts';
import { importRule } from '../calendar/import-rule.ts';
import { readPhoneRule, type PhoneRule } from '../calendar/phone-rule.ts';
import { readRule, type Rule } from '../calendar/rule.ts';
import { canonicalRule } from '../calendar/same-rule.ts';
import { day, type Wall } from '../calendar/stamp.ts';
import { toInstant, toWall, type Zone } from '../calendar/zone.ts';
import type { ZoneBook } from '../calendar/zone-book.ts';

export interface Series {
  readonly rule: Rule;
  /** Start of the series in its zone: form `date`, `floating`, `utc` or `zoned`. */
  readonly start: CalendarTime;
  /** The rule's UNTIL in that wall time, inclusive. */
  readonly until: Wall | undefined;
  /** Equal for equal recurrences. */
  readonly canonical: string;
}

/** RRULE of iCalendar 2.0. Undefined without one that can be read. */
export function readModernSeries(item: Component, start: CalendarTime | undefined): Series | undefined {
  const rule = readRule(lineOf(item, 'RRULE')?.value ?? '');
  if (rule === undefined || start === undefined) return undefined;
  return seriesOf(rule, start);
}

/** The recurrence of vCalendar 1.0, or RRULE of iCalendar in a text of the old version. */
export function readLegacySeries(
  item: Component,
  start: CalendarTime | undefined,
  book: ZoneBook,
  count: 'intervals' | 'occurrences',
): Series | undefined {
  const text = lineOf(item, 'RRULE')?.value ?? '';
  if (start === undefined || text.trim() === '') return undefined;
  // A series in UTC would move with daylight saving time: it runs in the zone the phone is in.
  const local = start.form === 'utc' ? inZone(start, book.local) : start;
  const modern = readRule(text);
  if (modern !== undefined) return seriesOf(modern, local);
  const phone = readPhoneRule(text);
  if (phone === undefined) return undefined;
  const rule = importRule(inLocalWeek(phone, start, local), {
    start: local.wall,
    count,
    toWall: (instant) => toWall(local.zone, instant),
  });
  return seriesOf(rule, local);
}

/** Does the item repeat in a way that `Series` cannot hold: several rules, EXRULE, or a rule nobody can read? */
export function hasForeignRecurrence(item: Component): boolean {
  const rules = linesOf(item, 'RRULE');
  return (
    rules.length > 1 ||
    linesOf(item, 'EXRULE').length > 0 ||
    rules.some((line) => readRule(line.value) === undefined)
  );
}

export function seriesOf(rule: Rule, start: CalendarTime): Series {
  const until = untilWall(rule, start.zone, start.form);
  return { rule, start, until, canonical: canonicalRule(rule, start.wall, until) };
}

/**
 * The rule as it is written into the body: UNTIL has the type of DTSTART, and is UTC where that has a zone (RFC 5545
 * 3.3.10).
 */
export function ruleFor(rule: Rule, start: CalendarTime): Rule {
  if (rule.until === undefined) return rule;
  const wall = untilWall(rule, start.zone, start.form) ?? start.wall;
  if (start.form === 'date') return { ...rule, until: { wall: wall - (wall % day), form: 'date' } };
  if (start.form === 'floating') return { ...rule, until: { wall, form: 'local' } };
  return { ...rule, until: { wall: toInstant(start.zone, wall), form: 'utc' } };
}

/** A date as UNTIL means that whole day: servers and phones write it so beside times, against the RFC. */
function untilWall(rule: Rule, zone: Zone, form: CalendarTime['form']): Wall | undefined {
  if (rule.until === undefined) return undefined;
  const { wall } = rule.until;
  if (rule.until.form === 'date') return form === 'date' ? wall : wall + day - 1000;
  return rule.until.form === 'utc' && form !== 'date' ? toWall(zone, wall) : wall;
}

/** Phones that write UTC may name the weekday that UTC has. */
function inLocalWeek(phone: PhoneRule, start: CalendarTime, local: CalendarTime): PhoneRule {
  const said = weekdayOf(start.wall);
  const meant = weekdayOf(local.wall);
  if (phone.weekdays.includes(meant) || !phone.weekdays.includes(said)) return phone;
  const shift = (meant - said + 7) % 7;
  return { ...phone, weekdays: phone.weekdays.map((weekday) => (weekday + shift) % 7) };
}
