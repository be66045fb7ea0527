import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { expand, extent } from './expand.ts';
import { newRule, readRule, weekdays, writeRule } from './rule.ts';
import { readStamp, writeDateTime } from './stamp.ts';

const wall = (text: string): number => readStamp(text)?.wall ?? Number.NaN;

function take(text: string, start: string, limit = 10): readonly string[] {
  const rule = readRule(text);
  return rule === undefined
    ? []
    : [...expand(rule, wall(start), undefined, limit)].map((at) => writeDateTime(at));
}

describe('expand', () => {
  it('skips days that do not exist (RFC 5545 3.3.10)', () => {
    expect(take('FREQ=MONTHLY;COUNT=3', '20240131T090000')).toEqual([
      '20240131T090000',
      '20240331T090000',
      '20240531T090000',
    ]);
    expect(take('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '20240207T090000')).toEqual([]);
    expect(take('FREQ=YEARLY', '20240229T090000', 2)).toEqual(['20240229T090000', '20280229T090000']);
  });

  it('knows the first and last working day', () => {
    expect(take('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '20240507T090000', 3)).toEqual([
      '20240531T090000',
      '20240628T090000',
      '20240731T090000',
    ]);
  });

  it.each([
    'FREQ=SECONDLY;COUNT=1000000000',
    'FREQ=DAILY;COUNT=1000000000',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;INTERVAL=99999',
    'FREQ=MINUTELY;BYHOUR=3',
  ])('comes to an end soon: %s', (text) => {
    const rule = readRule(text) ?? newRule('DAILY');
    expect([...expand(rule, wall('20240507T090000'))].length).toBeLessThanOrEqual(40_000);
  });

  it('says nothing of the extent of what is too long or endless', () => {
    const start = wall('20240507T090000');
    expect(extent(newRule('DAILY'), start, undefined)).toBeUndefined();
    expect(extent(newRule('DAILY', { count: 1_000_000_000 }), start, undefined)).toBeUndefined();
    expect(extent(newRule('DAILY', { count: 3 }), start, undefined)).toEqual({
      count: 3,
      last: wall('20240509T090000'),
    });
  });

  it('agrees with ical.js where that is right', () => {
    const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 3 });
    const rules = fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((n) => `FREQ=DAILY;INTERVAL=${n}`),
      fc
        .tuple(fc.integer({ min: 1, max: 4 }), days)
        .map(([n, list]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${list.join(',')}`),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(1, 2, -1), days)
        .map(
          ([n, nth, list]) =>
            `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${list.map((name) => `${nth}${name}`).join(',')}`,
        ),
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
        .map(([month, date]) => `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${date}`),
      days.map((list) => `FREQ=MONTHLY;BYDAY=${list.join(',')};BYSETPOS=-1`),
    );
    const starts = fc
      .integer({ min: 0, max: 4000 })
      .map((n) => writeDateTime(wall('20200101T083000') + n * 86_400_000));
    fc.assert(
      fc.property(rules, starts, (text, start) => {
        const [first] = take(text, start, 1);
        // ical.js takes a start that is off its rule in several ways; compare from the first hit on.
        const iterator = ICAL.Recur.fromString(text).iterator(
          ICAL.Time.fromDateTimeString(extended(first ?? start)),
        );
        const theirs = Array.from({ length: 8 }, () => iterator.next()?.toICALString());
        expect(take(text, first ?? start, 8)).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });
});

function extended(text: string): string {
  return text.replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
}

describe('writeRule', () => {
  it('is the inverse of readRule', () => {
    const text =
      'FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2;BYMONTHDAY=-1,3;BYDAY=1MO,-2SU;BYSETPOS=1;BYHOUR=3;WKST=SU;UNTIL=20240101T000000Z';
    const rule = readRule(text);
    expect(rule && writeRule(rule)).toBe(text);
  });
  it.each([
    '',
    'FREQ=FOO',
    'COUNT=3',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;BYDAY=XX',
    'FREQ=DAILY;INTERVAL=x',
    'FREQ=DAILY;UNTIL=never',
    'W1 MO #0',
  ])('does not take %s', (text) => {
    expect(readRule(text)).toBeUndefined();
  });
});
