/** RRULE → vCalendar 1.0 recurrence, where the old grammar has words for it. */
import { extent, isExpandable, startsOnRule, weekdayOf } from './expand.ts';
import { writePhoneRule, type PhoneRule, type PhoneRuleKind } from './phone-rule.ts';
import type { Rule } from './rule.ts';
import type { Wall } from './stamp.ts';

export interface ExportContext {
  /** First occurrence in the wall time of the event's zone. */
  readonly start: Wall;
  /** The rule's UNTIL in that wall time, inclusive; undefined without one. */
  readonly until: Wall | undefined;
  /** Days between the date of the start in the event's zone and the date that the phone is going to read: -1, 0, 1. */
  readonly shift: number;
  /** End date as the phone reads it, like its DTSTART. */
  readonly writeEnd: (last: Wall) => string;
}

/**
 * Text of the rule for a vCalendar 1.0 phone; undefined when it cannot be expressed exactly. `#n` is written only where
 * intervals and occurrences are the same number, else the date of the last occurrence.
 */
export function exportRule(rule: Rule, context: ExportContext): string | undefined {
  const { start } = context;
  if (!isExpandable(rule) || !startsOnRule(rule, start)) return undefined;
  const pattern = shifted(patternOf(rule, start), context.shift);
  if (pattern === undefined) return undefined;
  const text = writePhoneRule(pattern);
  if (rule.count === undefined && context.until === undefined) return `${text} #0`;
  const reach = extent(rule, start, context.until);
  if (reach === undefined) return `${text} #0`;
  if (rule.count !== undefined && context.until === undefined && perInterval(pattern) === 1) {
    return `${text} #${reach.count}`;
  }
  return `${text} ${context.writeEnd(reach.last)}`;
}

/** Without end. Undefined when the grammar lacks it. */
function patternOf(rule: Rule, start: Wall): PhoneRule | undefined {
  if (rule.byWeekNo.length > 0) return undefined;
  switch (rule.freq) {
    case 'DAILY':
      return daily(rule);
    case 'WEEKLY':
      return weekly(rule, start);
    case 'MONTHLY':
      return monthly(rule, start);
    case 'YEARLY':
      return yearly(rule, start);
    default:
      return undefined;
  }
}

function daily(rule: Rule): PhoneRule | undefined {
  if (others(rule, 'byDay')) return undefined;
  if (rule.byDay.length === 0) return phoneRule('D', rule.interval);
  return rule.interval === 1 ? everyWeek(rule, 1) : undefined;
}

function weekly(rule: Rule, start: Wall): PhoneRule | undefined {
  if (others(rule, 'byDay')) return undefined;
  if (rule.byDay.length === 0) return phoneRule('W', rule.interval, { weekdays: [weekdayOf(start)] });
  // Phones start their weeks on Monday: with another start the two weeks of a pair may be cut elsewhere.
  if (rule.interval > 1 && rule.byDay.length > 1 && rule.weekStart !== 1) return undefined;
  return everyWeek(rule, rule.interval);
}

function monthly(rule: Rule, start: Wall): PhoneRule | undefined {
  const { interval } = rule;
  if (rule.byMonth.length > 0 || (rule.byDay.length > 0 && rule.byMonthDay.length > 0)) return undefined;
  if (rule.bySetPos.length > 0) return singlePosition(rule);
  if (rule.byDay.length > 0) {
    if (rule.byDay.every((entry) => entry.nth === 0)) return interval === 1 ? everyWeek(rule, 1) : undefined;
    return positions(rule, interval);
  }
  const numbers = rule.byMonthDay.length > 0 ? rule.byMonthDay : [new Date(start).getUTCDate()];
  return phoneRule('MD', interval, { numbers: [...new Set(numbers)] });
}

function yearly(rule: Rule, start: Wall): PhoneRule | undefined {
  const { interval, byMonth, byMonthDay, byYearDay, byDay } = rule;
  if (rule.bySetPos.length > 0) return undefined;
  const date = new Date(start);
  if (byYearDay.length > 0) {
    const plain =
      byMonth.length + byMonthDay.length + byDay.length === 0 && byYearDay.every((number) => number > 0);
    return plain ? phoneRule('YD', interval, { numbers: [...new Set(byYearDay)] }) : undefined;
  }
  if (byDay.length > 0) {
    return byMonth.length === 1 && byMonthDay.length === 0 ? positions(rule, interval * 12) : undefined;
  }
  if (byMonthDay.length > 1 || (byMonthDay.length === 1 && byMonth.length === 0)) return undefined;
  const [number = date.getUTCDate()] = byMonthDay;
  const months = byMonth.length > 0 ? [...new Set(byMonth)] : [date.getUTCMonth() + 1];
  if (number === date.getUTCDate()) return phoneRule('YM', interval, { numbers: months });
  return months.length === 1 ? phoneRule('MD', interval * 12, { numbers: [number] }) : undefined;
}

/** `BYDAY=FR;BYSETPOS=-1` is the last Friday. */
function singlePosition(rule: Rule): PhoneRule | undefined {
  const [nth = 0, ...more] = rule.bySetPos;
  const [only, ...rest] = rule.byDay;
  if (more.length > 0 || rest.length > 0 || only === undefined || only.nth !== 0 || Math.abs(nth) > 5) {
    return undefined;
  }
  return phoneRule('MP', rule.interval, { groups: [{ nths: [nth], weekdays: [only.weekday] }] });
}

function positions(rule: Rule, interval: number): PhoneRule | undefined {
  const groups = new Map<number, number[]>();
  for (const { nth, weekday } of rule.byDay) {
    if (nth === 0 || Math.abs(nth) > 5) return undefined;
    groups.set(nth, [...(groups.get(nth) ?? []), weekday]);
  }
  return phoneRule('MP', interval, {
    groups: [...groups].map(([nth, weekdays]) => ({ nths: [nth], weekdays: [...new Set(weekdays)] })),
  });
}

function everyWeek(rule: Rule, interval: number): PhoneRule | undefined {
  if (rule.byDay.some((entry) => entry.nth !== 0)) return undefined;
  return phoneRule('W', interval, { weekdays: [...new Set(rule.byDay.map((entry) => entry.weekday))] });
}

/** Has the rule parts besides that one? */
function others(rule: Rule, but: 'byDay'): boolean {
  const lists = ['byDay', 'byMonthDay', 'byYearDay', 'byMonth', 'bySetPos'] as const;
  return lists.some((name) => name !== but && rule[name].length > 0);
}

/** In another zone the weekdays move with the date; days of a month cannot. */
function shifted(pattern: PhoneRule | undefined, shift: number): PhoneRule | undefined {
  if (pattern === undefined || shift === 0 || pattern.kind === 'D') return pattern;
  if (pattern.kind !== 'W' || (pattern.interval > 1 && pattern.weekdays.length > 1)) return undefined;
  return { ...pattern, weekdays: pattern.weekdays.map((weekday) => (weekday + shift + 7) % 7) };
}

function perInterval(pattern: PhoneRule): number {
  const positionCount = pattern.groups.reduce(
    (sum, group) => sum + group.nths.length * group.weekdays.length,
    0,
  );
  return Math.max(1, pattern.weekdays.length, pattern.numbers.length, positionCount);
}

function phoneRule(kind: PhoneRuleKind, interval: number, lists: Partial<PhoneRule> = {}): PhoneRule {
  return { kind, interval, weekdays: [], groups: [], numbers: [], ...lists };
}
