/** Recurrence rules of iCalendar (RFC 5545 3.3.10): reading and writing. What they mean is in `expand.ts`. */
import { readStamp, writeStamp, type Stamp } from './stamp.ts';

export const frequencies = [
  'SECONDLY',
  'MINUTELY',
  'HOURLY',
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'YEARLY',
] as const;
export type Frequency = (typeof frequencies)[number];

export const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

export interface WeekdayRule {
  /** -53 to 53; 0 means every one. */
  readonly nth: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

export interface Rule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count?: number;
  readonly until?: Stamp;
  readonly byDay: readonly WeekdayRule[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byMonth: readonly number[];
  readonly bySetPos: readonly number[];
  /** 0 is Sunday; Monday unless said otherwise. */
  readonly weekStart: number;
  /** BYHOUR, BYMINUTE, BYSECOND and parts this gateway does not know, as written: such a rule is kept, not understood. */
  readonly rest: readonly string[];
}

export function newRule(freq: Frequency, parts: Partial<Rule> = {}): Rule {
  return { ...empty, freq, ...parts };
}

/** Undefined when it is no rule of RFC 5545: no or an unknown FREQ, a part that cannot be read. */
export function readRule(text: string): Rule | undefined {
  const parts = new Map<string, string>();
  for (const part of text.trim().split(';')) {
    if (part.trim() === '') continue;
    const [name = '', value] = part.split('=', 2);
    if (value === undefined) return undefined;
    parts.set(name.trim().toUpperCase(), value.trim().toUpperCase());
  }
  const freq = frequencies.find((known) => known === parts.get('FREQ'));
  if (freq === undefined) return undefined;
  parts.delete('FREQ');
  let rule: Rule = newRule(freq);
  for (const [name, value] of parts) {
    const read = readPart(name, value);
    if (read === undefined) return undefined;
    rule = { ...rule, ...read, rest: [...rule.rest, ...(read.rest ?? [])] };
  }
  return rule;
}

/** Canonical order; INTERVAL=1 and WKST=MO are left out. */
export function writeRule(rule: Rule): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  for (const [name, values] of [
    ['BYMONTH', rule.byMonth],
    ['BYWEEKNO', rule.byWeekNo],
    ['BYYEARDAY', rule.byYearDay],
    ['BYMONTHDAY', rule.byMonthDay],
    ['BYDAY', rule.byDay.map(writeWeekday)],
    ['BYSETPOS', rule.bySetPos],
  ] as const) {
    if (values.length > 0) parts.push(`${name}=${values.join(',')}`);
  }
  parts.push(...rule.rest);
  if (rule.weekStart !== 1) parts.push(`WKST=${weekdays[rule.weekStart] ?? 'MO'}`);
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`);
  if (rule.until !== undefined) parts.push(`UNTIL=${writeStamp(rule.until)}`);
  return parts.join(';');
}

export function writeWeekday(entry: WeekdayRule): string {
  return `${entry.nth === 0 ? '' : entry.nth}${weekdays[entry.weekday] ?? ''}`;
}

/** The rule without its end. */
export function endless(rule: Rule): Rule {
  const { count: _count, until: _until, ...pattern } = rule;
  return pattern;
}

function readPart(name: string, value: string): Partial<Rule> | undefined {
  switch (name) {
    case 'INTERVAL':
      return whole(value, 1, 99_999, (interval) => ({ interval }));
    case 'COUNT':
      return whole(value, 1, Number.MAX_SAFE_INTEGER, (count) => ({ count }));
    case 'UNTIL': {
      const until = readStamp(value);
      return until === undefined ? undefined : { until };
    }
    case 'WKST': {
      const weekStart = weekdays.findIndex((known) => known === value);
      return weekStart < 0 ? undefined : { weekStart };
    }
    case 'BYDAY':
      return list(value, readWeekday, (byDay) => ({ byDay }));
    case 'BYMONTHDAY':
      return list(value, signed(31), (byMonthDay) => ({ byMonthDay }));
    case 'BYYEARDAY':
      return list(value, signed(366), (byYearDay) => ({ byYearDay }));
    case 'BYWEEKNO':
      return list(value, signed(53), (byWeekNo) => ({ byWeekNo }));
    case 'BYSETPOS':
      return list(value, signed(366), (bySetPos) => ({ bySetPos }));
    case 'BYMONTH':
      return list(
        value,
        (text) => {
          const month = signed(12)(text);
          return month === undefined || month < 1 ? undefined : month;
        },
        (byMonth) => ({ byMonth }),
      );
    default:
      return { rest: [`${name}=${value}`] };
  }
}

function readWeekday(text: string): WeekdayRule | undefined {
  const match = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(text);
  const weekday = weekdays.findIndex((known) => known === match?.[2]);
  const nth = Number(match?.[1] ?? 0);
  if (match === null || Math.abs(nth) > 53 || (match[1] !== undefined && nth === 0)) return undefined;
  return { nth, weekday };
}

function signed(most: number): (text: string) => number | undefined {
  return (text) => {
    if (!/^[+-]?\d{1,3}$/.test(text)) return undefined;
    const value = Number(text);
    return value === 0 || Math.abs(value) > most ? undefined : value;
  };
}

function whole(
  text: string,
  least: number,
  most: number,
  make: (value: number) => Partial<Rule>,
): Partial<Rule> | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const value = Number(text);
  return value < least || value > most ? undefined : make(value);
}

function list<T>(
  text: string,
  read: (entry: string) => T | undefined,
  make: (values: readonly T[]) => Partial<Rule>,
): Partial<Rule> | undefined {
  const values: T[] = [];
  for (const entry of text.split(',')) {
    const value = read(entry.trim());
    if (value === undefined || values.length >= 400) return undefined;
    values.push(value);
  }
  return make(values);
}

const empty: Omit<Rule, 'freq'> = {
  interval: 1,
  byDay: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byMonth: [],
  bySetPos: [],
  weekStart: 1,
  rest: [],
};
