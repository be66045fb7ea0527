/** One text for all the ways to write the same recurrence, so that a phone's wording is no change (merge rule M9). */
import { extent, isExpandable, weekdayOf } from './expand.ts';
import { endless, newRule, writeRule, type Rule, type WeekdayRule } from './rule.ts';
import type { Wall } from './stamp.ts';

/**
 * The pattern with everything spelled out, and the number of occurrences or `forever`. `until` is the rule's UNTIL in
 * wall time. The count makes COUNT and UNTIL comparable, also after the start has been moved.
 */
export function canonicalRule(rule: Rule, start: Wall, until: Wall | undefined): string {
  if (!isExpandable(rule)) return writeRule(rule);
  const reach = extent(rule, start, until);
  return `${writeRule(sortedParts(spelledOut(endless(rule), start)))} ${reach === undefined ? 'forever' : reach.count}`;
}

function spelledOut(rule: Rule, start: Wall): Rule {
  const date = new Date(start);
  const month = date.getUTCMonth() + 1;
  const { interval, byDay } = rule;
  const position = onlyPosition(rule);
  if (position !== undefined) return spelledOut({ ...rule, bySetPos: [], byDay: [position] }, start);
  if (rule.bySetPos.length > 0) return rule;
  switch (rule.freq) {
    case 'DAILY':
      return byDay.length > 0 && interval === 1 && plain(rule) ? newRule('WEEKLY', { byDay }) : rule;
    case 'WEEKLY': {
      const days = byDay.length > 0 ? byDay : [{ nth: 0, weekday: weekdayOf(start) }];
      const weekStart = interval === 1 || days.length === 1 ? 1 : rule.weekStart;
      return { ...rule, weekStart, byDay: days };
    }
    case 'MONTHLY': {
      const everyWeekday = byDay.length > 0 && byDay.every((entry) => entry.nth === 0);
      if (everyWeekday && interval === 1 && plain(rule)) return newRule('WEEKLY', { byDay });
      const byMonthDay =
        byDay.length > 0 || rule.byMonthDay.length > 0 ? rule.byMonthDay : [date.getUTCDate()];
      if (interval % 12 !== 0 || rule.byMonth.length > 0) return { ...rule, byMonthDay };
      return { ...rule, freq: 'YEARLY', interval: interval / 12, byMonth: [month], byMonthDay };
    }
    case 'YEARLY': {
      if (byDay.length + rule.byYearDay.length + rule.byWeekNo.length > 0) return rule;
      const byMonth = rule.byMonth.length > 0 || rule.byMonthDay.length > 0 ? rule.byMonth : [month];
      return {
        ...rule,
        byMonth,
        byMonthDay: rule.byMonthDay.length > 0 ? rule.byMonthDay : [date.getUTCDate()],
      };
    }
    default:
      return rule;
  }
}

function onlyPosition(rule: Rule): WeekdayRule | undefined {
  const [nth, ...more] = rule.bySetPos;
  const [entry, ...rest] = rule.byDay;
  if (nth === undefined || entry === undefined || more.length + rest.length > 0) return undefined;
  if (rule.freq !== 'MONTHLY' || entry.nth !== 0 || rule.byMonthDay.length > 0 || Math.abs(nth) > 5)
    return undefined;
  return { nth, weekday: entry.weekday };
}

function plain(rule: Rule): boolean {
  return rule.byMonth.length + rule.byMonthDay.length + rule.byYearDay.length === 0;
}

function sortedParts(rule: Rule): Rule {
  const numbers = (values: readonly number[]): number[] => [...new Set(values)].toSorted((a, b) => a - b);
  const byDay = rule.byDay.toSorted((a, b) => a.nth - b.nth || a.weekday - b.weekday);
  return {
    ...rule,
    byDay: byDay.filter((entry, index) => {
      const previous = byDay[index - 1];
      return previous?.nth !== entry.nth || previous.weekday !== entry.weekday;
    }),
    byMonth: numbers(rule.byMonth),
    byMonthDay: numbers(rule.byMonthDay),
    byYearDay: numbers(rule.byYearDay),
    byWeekNo: numbers(rule.byWeekNo),
  };
}
