/** vCalendar 1.0 recurrence → RRULE (vCalendar 1.0 "Recurrence Rule" with its policies; RFC 5545 3.3.10). */
import { expand, extent, weekdayOf } from './expand.ts';
import { newRule, type Rule, type WeekdayRule } from './rule.ts';
import { day, dayOf, timeOf, type Stamp, type Wall } from './stamp.ts';
import type { PhoneRule } from './phone-rule.ts';

export interface ImportContext {
  /** First occurrence in the wall time of the event's zone. */
  readonly start: Wall;
  /** How `#n` counts when an interval holds several occurrences: the text of vCalendar 1.0 is of two minds. */
  readonly count: 'intervals' | 'occurrences';
  /** Wall time, in the event's zone, of a UTC end date. */
  readonly toWall: (instant: number) => Wall;
}

/**
 * The RRULE. An end date becomes UNTIL = last occurrence that it allows, as wall time of the event's zone
 * (form `local`); `#n` becomes COUNT. Both missing mean two occurrences (policy 2), of both the earlier end counts
 * (policy 3).
 */
export function importRule(phone: PhoneRule, context: ImportContext): Rule {
  const pattern = patternOf(phone, context.start);
  const { duration, end } = phone;
  if (duration === undefined && end === undefined) return { ...pattern, count: 2 };
  const count =
    duration === undefined || duration === 0 ? undefined : occurrences(pattern, duration, context);
  if (end === undefined) return count === undefined ? pattern : { ...pattern, count };
  const reach = extent(
    count === undefined ? pattern : { ...pattern, count },
    context.start,
    endWall(end, context),
  );
  if (reach === undefined) return { ...pattern, until: { wall: endWall(end, context), form: 'local' } };
  if (reach.count === count) return { ...pattern, count };
  return { ...pattern, until: { wall: reach.last, form: 'local' } };
}

/** A missing list is taken from DTSTART (policy 7). */
function patternOf(phone: PhoneRule, start: Wall): Rule {
  const { interval } = phone;
  const date = new Date(start);
  switch (phone.kind) {
    case 'D':
      return newRule('DAILY', { interval });
    case 'W': {
      const byDay = phone.weekdays.map((weekday) => ({ nth: 0, weekday }));
      return newRule('WEEKLY', { interval, byDay });
    }
    case 'MP': {
      const nth = Math.ceil(date.getUTCDate() / 7);
      const groups = phone.groups.length > 0 ? phone.groups : [{ nths: [nth], weekdays: [weekdayOf(start)] }];
      const byDay = groups.flatMap((group) =>
        group.weekdays.flatMap((weekday) => positions(group.nths, weekday)),
      );
      return newRule('MONTHLY', { interval, byDay });
    }
    case 'MD': {
      const byMonthDay = phone.numbers.length > 0 ? phone.numbers : [date.getUTCDate()];
      return newRule('MONTHLY', { interval, byMonthDay });
    }
    case 'YM':
      if (phone.numbers.length === 0) return newRule('YEARLY', { interval });
      return newRule('YEARLY', { interval, byMonth: phone.numbers, byMonthDay: [date.getUTCDate()] });
    default:
      return newRule('YEARLY', {
        interval,
        byYearDay: phone.numbers.length > 0 ? phone.numbers : [dayOfYear(start)],
      });
  }
}

function positions(nths: readonly number[], weekday: number): readonly WeekdayRule[] {
  return nths.map((nth) => ({ nth, weekday }));
}

/** Occurrences that `#n` stands for; undefined when they are too many to count: then the rule does not end. */
function occurrences(pattern: Rule, duration: number, context: ImportContext): number | undefined {
  const perInterval =
    Math.max(1, pattern.byDay.length) *
    Math.max(1, pattern.byMonthDay.length) *
    Math.max(1, pattern.byMonth.length) *
    Math.max(1, pattern.byYearDay.length);
  if (perInterval === 1 || context.count === 'occurrences') return duration;
  const end = intervalsEnd(pattern, context.start, duration);
  if (end === undefined) return undefined;
  let count = 0;
  for (const wall of expand(pattern, context.start, end)) count += wall <= end ? 1 : 0;
  return count === 0 ? 1 : count;
}

/** Last moment of the nth interval, counted from the one with DTSTART; weeks start on Monday. */
function intervalsEnd(pattern: Rule, start: Wall, duration: number): Wall | undefined {
  const steps = (duration - 1) * pattern.interval + 1;
  if (steps > 100_000) return undefined;
  const date = new Date(start);
  if (pattern.freq === 'WEEKLY') {
    const monday = dayOf(start) - ((weekdayOf(start) + 6) % 7) * day;
    return monday + steps * 7 * day - 1;
  }
  const months = pattern.freq === 'YEARLY' ? 0 : date.getUTCMonth() + steps;
  const end = Date.UTC(date.getUTCFullYear() + (pattern.freq === 'YEARLY' ? steps : 0), months, 1) - 1;
  return Number.isNaN(end) ? undefined : end;
}

/** Midnight local, or no time at all, means that this day still counts: so phones write "until 24 December". */
function endWall(end: Stamp, context: ImportContext): Wall {
  if (end.form === 'utc') return context.toWall(end.wall);
  return end.form === 'date' || timeOf(end.wall) === 0 ? dayOf(end.wall) + day - 1 : end.wall;
}

function dayOfYear(wall: Wall): number {
  const yearStart = Date.UTC(new Date(wall).getUTCFullYear(), 0, 1);
  return Math.floor((wall - yearStart) / day) + 1;
}
