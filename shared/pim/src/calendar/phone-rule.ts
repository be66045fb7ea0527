/** The basic recurrence grammar of vCalendar 1.0 ("Recurrence Rule"), as text. Its meaning is in `import-rule.ts`. */
import { weekdays } from './rule.ts';
import { readStamp, type Stamp } from './stamp.ts';

export type PhoneRuleKind = 'D' | 'W' | 'MP' | 'MD' | 'YM' | 'YD';

export interface PositionGroup {
  /** 1 to 5, negative from the end. */
  readonly nths: readonly number[];
  readonly weekdays: readonly number[];
}

export interface PhoneRule {
  readonly kind: PhoneRuleKind;
  readonly interval: number;
  /** W only. 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** MP only. */
  readonly groups: readonly PositionGroup[];
  /** MD: days, negative from the end; YM: months; YD: days of the year. */
  readonly numbers: readonly number[];
  /** `#n`; 0 is for ever. */
  readonly duration?: number;
  readonly end?: Stamp;
}

/**
 * Undefined for the extended grammar (nested rules, times of day) and for what is no rule. Blanks may be missing before
 * `#` or doubled, letters may be small.
 */
export function readPhoneRule(text: string): PhoneRule | undefined {
  const tokens = text.toUpperCase().replaceAll('#', ' #').trim().split(/\s+/);
  const [head = '', ...rest] = tokens;
  const match = /^(D|W|MP|MD|YM|YD)(\d{1,5})$/.exec(head);
  if (match === null || rest.length > mostTokens) return undefined;
  const kind = match[1] as PhoneRuleKind;
  const draft: Draft = {
    kind,
    interval: Math.max(1, Number(match[2])),
    weekdays: [],
    groups: [],
    numbers: [],
  };
  for (const token of rest) {
    if (!readEnd(token, draft) && !readItem(token, draft)) return undefined;
  }
  if (draft.groups.some((group) => group.weekdays.length === 0)) return undefined;
  return draft;
}

/** The list that follows the interval, without end. */
export function writePhoneRule(rule: PhoneRule): string {
  return [
    `${rule.kind}${rule.interval}`,
    ...rule.weekdays.map(weekdayName),
    ...rule.groups.flatMap((group) => [...group.nths.map(writeNth), ...group.weekdays.map(weekdayName)]),
    ...rule.numbers.map((number) => (rule.kind === 'MD' ? writeMonthDay(number) : String(number))),
  ].join(' ');
}

function readEnd(token: string, draft: Draft): boolean {
  if (/^#\d{1,9}$/.test(token)) {
    draft.duration = Number(token.slice(1));
    return true;
  }
  const end = token.length < 8 ? undefined : readStamp(token);
  if (end === undefined) return false;
  draft.end = end;
  return true;
}

function readItem(token: string, draft: Draft): boolean {
  switch (draft.kind) {
    case 'D':
      return false;
    case 'W':
      return addWeekday(token, draft.weekdays);
    case 'MP':
      return readPosition(token, draft.groups);
    case 'MD':
      return addNumber(token === 'LD' ? -1 : signedNumber(token), 31, draft.numbers);
    case 'YM':
      return addNumber(/^\d+$/.test(token) ? Number(token) : undefined, 12, draft.numbers);
    default:
      return addNumber(/^\d+$/.test(token) ? Number(token) : undefined, 366, draft.numbers);
  }
}

/** Occurrences open a group, weekdays fill it: `1+ 3+ MO 1- SU` is two groups. */
function readPosition(token: string, groups: DraftGroup[]): boolean {
  const nth = signedNumber(token);
  const last = groups.at(-1);
  if (nth !== undefined) {
    if (Math.abs(nth) < 1 || Math.abs(nth) > 5) return false;
    if (last === undefined || last.weekdays.length > 0) groups.push({ nths: [nth], weekdays: [] });
    else last.nths.push(nth);
    return true;
  }
  return last !== undefined && addWeekday(token, last.weekdays);
}

function addWeekday(token: string, list: number[]): boolean {
  const weekday = weekdays.findIndex((name) => name === token);
  if (weekday >= 0 && !list.includes(weekday)) list.push(weekday);
  return weekday >= 0;
}

function addNumber(number: number | undefined, most: number, list: number[]): boolean {
  if (number === undefined || number === 0 || Math.abs(number) > most) return false;
  if (!list.includes(number)) list.push(number);
  return true;
}

function signedNumber(token: string): number | undefined {
  const match = /^(\d{1,3})([+-]?)$/.exec(token);
  if (match === null) return undefined;
  return match[2] === '-' ? -Number(match[1]) : Number(match[1]);
}

function writeNth(nth: number): string {
  return `${Math.abs(nth)}${nth < 0 ? '-' : '+'}`;
}

function writeMonthDay(number: number): string {
  return number === -1 ? 'LD' : number < 0 ? `${-number}-` : String(number);
}

function weekdayName(weekday: number): string {
  return weekdays[weekday] ?? '';
}

interface DraftGroup {
  nths: number[];
  weekdays: number[];
}

interface Draft {
  kind: PhoneRuleKind;
  interval: number;
  weekdays: number[];
  groups: DraftGroup[];
  numbers: number[];
  duration?: number;
  end?: Stamp;
}

const mostTokens = 400;
