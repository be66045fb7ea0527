/**
 * Occurrences of a rule (RFC 5545 3.3.10) in wall time. Rules of days, weeks, months and years are understood in full;
 * finer ones are not expanded. Nothing here runs longer than some milliseconds, whatever the rule says.
 */
import { endless, type Rule } from './rule.ts';
import { day, dayOf, timeOf, type Wall } from './stamp.ts';

/** Occurrences looked at when nobody asks for fewer: 100 years of days. */
export const mostOccurrences = 40_000;

export function isExpandable(rule: Rule): boolean {
  const fine = rule.freq === 'SECONDLY' || rule.freq === 'MINUTELY' || rule.freq === 'HOURLY';
  if (fine || rule.rest.length > 0) return false;
  if (rule.byWeekNo.length > 0 && rule.freq !== 'YEARLY') return false;
  return rule.byYearDay.length === 0 || rule.freq === 'YEARLY' || rule.freq === 'DAILY';
}

/**
 * Occurrences from `start` on, in order, at most `limit`. `until` is the last wall time that counts. `start` itself is
 * among them only when the rule hits it. COUNT is honoured, the rule's own UNTIL is not: its zone is not known here.
 * Empty for a rule that is not expandable.
 */
export function* expand(
  rule: Rule,
  start: Wall,
  until: Wall = Number.POSITIVE_INFINITY,
  limit = mostOccurrences,
): Generator<Wall, void> {
  if (!isExpandable(rule)) return;
  const time = timeOf(start);
  const first = dayOf(start);
  let left = Math.min(limit, rule.count ?? limit);
  let barren = 0;
  for (let period = 0; left > 0 && barren < mostBarren; period += 1) {
    const begin = periodStart(rule, first, period);
    if (begin > lastDay || begin > until) return;
    barren += 1;
    for (const date of positions(rule, periodDays(rule, first, begin))) {
      if (date < first) continue;
      if (date + time > until || date > lastDay || left === 0) return;
      yield date + time;
      left -= 1;
      barren = 0;
    }
  }
}

/** Is the start an occurrence of its own rule, as vCalendar 1.0 demands? */
export function startsOnRule(rule: Rule, start: Wall): boolean {
  return expand(endless(rule), start, start, 1).next().value === start;
}

/** Number and last of all occurrences; undefined when they do not end, or not within `mostOccurrences`. */
export function extent(
  rule: Rule,
  start: Wall,
  until: Wall | undefined,
): { count: number; last: Wall } | undefined {
  if (rule.count === undefined && until === undefined) return undefined;
  let count = 0;
  let last = start;
  for (const wall of expand(rule, start, until, mostOccurrences + 1)) {
    count += 1;
    last = wall;
    if (count > mostOccurrences) return undefined;
  }
  return { count, last };
}

/** First day of the nth period: the day itself, the week's start, the first of the month or year. */
function periodStart(rule: Rule, first: Wall, period: number): Wall {
  const steps = period * rule.interval;
  const date = new Date(first);
  switch (rule.freq) {
    case 'WEEKLY':
      return first - ((weekdayOf(first) - rule.weekStart + 7) % 7) * day + steps * 7 * day;
    case 'MONTHLY':
      return monthStart(date.getUTCFullYear(), date.getUTCMonth() + steps);
    case 'YEARLY':
      return monthStart(date.getUTCFullYear() + steps, 0);
    default:
      return first + steps * day;
  }
}

/** Days of one period that the rule names, sorted. */
function periodDays(rule: Rule, first: Wall, begin: Wall): readonly Wall[] {
  switch (rule.freq) {
    case 'WEEKLY': {
      const wanted = rule.byDay.length === 0 ? [weekdayOf(first)] : rule.byDay.map((entry) => entry.weekday);
      const days = [];
      for (let offset = 0; offset < 7; offset += 1) {
        const date = begin + offset * day;
        if (wanted.includes(weekdayOf(date)) && inMonth(rule, date)) days.push(date);
      }
      return days;
    }
    case 'MONTHLY':
      return inMonth(rule, begin) ? monthDays(rule, first, begin) : [];
    case 'YEARLY':
      return yearDays(rule, first, begin);
    default:
      return inMonth(rule, begin) &&
        onMonthDay(rule, begin) &&
        onYearDay(rule, begin) &&
        onWeekday(rule, begin)
        ? [begin]
        : [];
  }
}

function monthDays(rule: Rule, first: Wall, begin: Wall): readonly Wall[] {
  const length = daysInMonth(begin);
  if (rule.byMonthDay.length > 0) {
    return sorted(nthDays(begin, length, rule.byMonthDay).filter((date) => onWeekday(rule, date)));
  }
  if (rule.byDay.length > 0) return sorted(nthWeekdays(rule, begin, length));
  const date = new Date(first).getUTCDate();
  return date > length ? [] : [begin + (date - 1) * day];
}

function yearDays(rule: Rule, first: Wall, begin: Wall): readonly Wall[] {
  const year = new Date(begin).getUTCFullYear();
  const length = (monthStart(year + 1, 0) - begin) / day;
  if (rule.byYearDay.length > 0) {
    const days = nthDays(begin, length, rule.byYearDay);
    return sorted(
      days.filter((date) => inMonth(rule, date) && onMonthDay(rule, date) && onWeekday(rule, date)),
    );
  }
  if (rule.byWeekNo.length > 0) return sorted(weekNumberDays(rule, first, begin));
  if (rule.byMonth.length > 0) {
    return sorted(rule.byMonth.flatMap((month) => monthDays(rule, first, monthStart(year, month - 1))));
  }
  if (rule.byMonthDay.length > 0) {
    return sorted(twelve.flatMap((month) => monthDays(rule, first, monthStart(year, month))));
  }
  if (rule.byDay.length > 0) return sorted(nthWeekdays(rule, begin, length));
  const date = new Date(first);
  const anniversary = Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
  return new Date(anniversary).getUTCDate() === date.getUTCDate() ? [anniversary] : [];
}

/** Weeks by ISO 8601 with the rule's own week start: week 1 has at least four days in the year. */
function weekNumberDays(rule: Rule, first: Wall, begin: Wall): readonly Wall[] {
  const year = new Date(begin).getUTCFullYear();
  const weekOne = firstWeek(begin, rule.weekStart);
  const weeks = Math.round((firstWeek(monthStart(year + 1, 0), rule.weekStart) - weekOne) / (7 * day));
  const wanted = rule.byDay.length === 0 ? [weekdayOf(first)] : rule.byDay.map((entry) => entry.weekday);
  return rule.byWeekNo
    .map((number) => (number > 0 ? number : weeks + number + 1))
    .filter((number) => number >= 1 && number <= weeks)
    .flatMap((number) => [0, 1, 2, 3, 4, 5, 6].map((offset) => weekOne + ((number - 1) * 7 + offset) * day))
    .filter((date) => wanted.includes(weekdayOf(date)) && inMonth(rule, date));
}

function firstWeek(yearStart: Wall, weekStart: number): Wall {
  const lead = (weekdayOf(yearStart) - weekStart + 7) % 7;
  return yearStart - lead * day + (lead > 3 ? 7 * day : 0);
}

function nthDays(begin: Wall, length: number, numbers: readonly number[]): Wall[] {
  return numbers
    .map((number) => (number > 0 ? number : length + number + 1))
    .filter((number) => number >= 1 && number <= length)
    .map((number) => begin + (number - 1) * day);
}

function nthWeekdays(rule: Rule, begin: Wall, length: number): Wall[] {
  return rule.byDay.flatMap(({ nth, weekday }) => {
    const days: Wall[] = [];
    const lead = (weekday - weekdayOf(begin) + 7) % 7;
    for (let offset = lead; offset < length; offset += 7) days.push(begin + offset * day);
    if (nth === 0) return days;
    return days.slice(nth > 0 ? nth - 1 : nth, nth > 0 ? nth : nth + 1 || undefined);
  });
}

function positions(rule: Rule, days: readonly Wall[]): readonly Wall[] {
  if (rule.bySetPos.length === 0) return days;
  const chosen = rule.bySetPos.flatMap((position) => {
    const date = days[position > 0 ? position - 1 : days.length + position];
    return date === undefined ? [] : [date];
  });
  return sorted(chosen);
}

function inMonth(rule: Rule, date: Wall): boolean {
  return rule.byMonth.length === 0 || rule.byMonth.includes(new Date(date).getUTCMonth() + 1);
}

function onWeekday(rule: Rule, date: Wall): boolean {
  return rule.byDay.length === 0 || rule.byDay.some((entry) => entry.weekday === weekdayOf(date));
}

function onMonthDay(rule: Rule, date: Wall): boolean {
  if (rule.byMonthDay.length === 0) return true;
  const number = new Date(date).getUTCDate();
  return rule.byMonthDay.includes(number) || rule.byMonthDay.includes(number - daysInMonth(date) - 1);
}

function onYearDay(rule: Rule, date: Wall): boolean {
  if (rule.byYearDay.length === 0) return true;
  const year = new Date(date).getUTCFullYear();
  const begin = monthStart(year, 0);
  return nthDays(begin, (monthStart(year + 1, 0) - begin) / day, rule.byYearDay).includes(date);
}

/** 0 is Sunday. */
export function weekdayOf(wall: Wall): number {
  return new Date(wall).getUTCDay();
}

function daysInMonth(date: Wall): number {
  const parsed = new Date(date);
  return new Date(Date.UTC(parsed.getUTCFullYear(), parsed.getUTCMonth() + 1, 0)).getUTCDate();
}

function monthStart(year: number, month: number): Wall {
  return Date.UTC(year, month, 1);
}

function sorted(days: readonly Wall[]): readonly Wall[] {
  return [...new Set(days)].toSorted((a, b) => a - b);
}

const twelve = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** Periods in a row without any occurrence before a rule counts as barren (30 February). */
const mostBarren = 20_000;
const lastDay = Date.UTC(9998, 11, 31);
