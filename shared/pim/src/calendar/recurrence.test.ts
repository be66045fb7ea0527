import { describe, expect, it } from 'vitest';
import { exportRule } from './export-rule.ts';
import { importRule } from './import-rule.ts';
import { readPhoneRule } from './phone-rule.ts';
import { readRule, writeRule } from './rule.ts';
import { canonicalRule } from './same-rule.ts';
import { readStamp, writeDateTime } from './stamp.ts';

const wall = (text: string): number => readStamp(text)?.wall ?? Number.NaN;

function toModern(text: string, start: string, count: 'intervals' | 'occurrences' = 'intervals'): string {
  const phone = readPhoneRule(text);
  if (phone === undefined) return 'unreadable';
  return writeRule(importRule(phone, { start: wall(start), count, toWall: (instant) => instant }));
}

function toPhone(text: string, start: string): string | undefined {
  const rule = readRule(text);
  if (rule === undefined) return 'unreadable';
  return exportRule(rule, {
    start: wall(start),
    until: rule.until?.wall,
    shift: 0,
    writeEnd: (last) => writeDateTime(last),
  });
}

describe('vCalendar 1.0 recurrence to RRULE', () => {
  it.each([
    ['D1 #10', '20240507T090000', 'FREQ=DAILY;COUNT=10'],
    ['D2 #0', '20240507T090000', 'FREQ=DAILY;INTERVAL=2'],
    ['D4', '20240507T090000', 'FREQ=DAILY;INTERVAL=4;COUNT=2'],
    ['D1 19941224T000000Z', '19941220T000000', 'FREQ=DAILY;UNTIL=19941224T000000'],
    ['W1 #10', '20240507T090000', 'FREQ=WEEKLY;COUNT=10'],
    ['W2 TU TH #0', '20240507T090000', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
    ['W1 TU TH #5', '20240507T090000', 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10'],
    ['W1 TU TH #5', '20240509T090000', 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9'],
    ['MP1 1+ FR #10', '20240503T090000', 'FREQ=MONTHLY;BYDAY=1FR;COUNT=10'],
    ['MP1 2- MO #6', '20240520T090000', 'FREQ=MONTHLY;BYDAY=-2MO;COUNT=6'],
    ['MP2 1+ SU 1- SU #10', '20240505T090000', 'FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU;COUNT=20'],
    ['MP6 2+ MO TU WE TH FR #0', '20240508T090000', 'FREQ=MONTHLY;INTERVAL=6;BYDAY=2MO,2TU,2WE,2TH,2FR'],
    ['MP1 #3', '19940720T090000', 'FREQ=MONTHLY;BYDAY=3WE;COUNT=3'],
    ['MD1 3- #0', '20240529T090000', 'FREQ=MONTHLY;BYMONTHDAY=-3'],
    ['MD1 1 LD #0', '20240501T090000', 'FREQ=MONTHLY;BYMONTHDAY=1,-1'],
    ['MD1 1 1- #0', '20240501T090000', 'FREQ=MONTHLY;BYMONTHDAY=1,-1'],
    ['MD1 31 #5', '20240531T090000', 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5'],
    ['MD1 #0', '20240515T090000', 'FREQ=MONTHLY;BYMONTHDAY=15'],
    ['YM1 6 7 #0', '20240610T090000', 'FREQ=YEARLY;BYMONTH=6,7;BYMONTHDAY=10'],
    ['YM1 #0', '20240610T090000', 'FREQ=YEARLY'],
    ['YD3 1 100 200 #0', '20240101T090000', 'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200'],
    // Written carelessly.
    ['w1  mo#4', '20240506T090000', 'FREQ=WEEKLY;BYDAY=MO;COUNT=4'],
    ['D1 20240510', '20240507T090000', 'FREQ=DAILY;UNTIL=20240510T090000'],
    ['D1 20240510T000000', '20240507T090000', 'FREQ=DAILY;UNTIL=20240510T090000'],
    ['D1 20240510T080000', '20240507T090000', 'FREQ=DAILY;UNTIL=20240509T090000'],
    ['D1 #3 20240520T000000', '20240507T090000', 'FREQ=DAILY;COUNT=3'],
    ['D1 #30 20240510T000000', '20240507T090000', 'FREQ=DAILY;UNTIL=20240510T090000'],
    ['MP1 1+ 3+ MO #2', '20240506T090000', 'FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=4'],
    ['MD1 1 15 #10', '20240515T090000', 'FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=19'],
    ['YM1 6 7 #2', '20240710T090000', 'FREQ=YEARLY;BYMONTH=6,7;BYMONTHDAY=10;COUNT=3'],
  ])('%s from %s', (text, start, expected) => {
    expect(toModern(text, start)).toBe(expected);
  });

  it('counts occurrences for phones that do', () => {
    expect(toModern('MP2 1+ SU 1- SU #10', '20240505T090000', 'occurrences')).toContain('COUNT=10');
    expect(toModern('W1 TU TH #5', '20240509T090000', 'occurrences')).toContain('COUNT=5');
  });

  it.each([
    '',
    'D',
    'X1 #0',
    'D1 MO',
    'W1 8',
    'MP1 MO',
    'MP1 6+ MO',
    'MP1 1+',
    'MD1 32',
    'YM1 13',
    'YD1 367',
    'MP6 1+ MO #5 D2 0600 #3',
    'W1 MO #-1',
  ])('refuses %s', (text) => {
    expect(readPhoneRule(text)).toBeUndefined();
  });
});

describe('RRULE to vCalendar 1.0 recurrence', () => {
  it.each([
    ['FREQ=DAILY', '20240507T090000', 'D1 #0'],
    ['FREQ=DAILY;COUNT=7', '20240507T090000', 'D1 #7'],
    ['FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10', '20240507T090000', 'W1 TU TH 20240606T090000'],
    ['FREQ=DAILY;UNTIL=20240510T235959', '20240507T090000', 'D1 20240510T090000'],
    [
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20240517T090000',
      '20240506T090000',
      'W1 MO TU WE TH FR 20240517T090000',
    ],
    ['FREQ=WEEKLY;BYDAY=TU,TH', '20240507T090000', 'W1 TU TH #0'],
    ['FREQ=WEEKLY;INTERVAL=2', '20240507T090000', 'W2 TU #0'],
    ['FREQ=MONTHLY;COUNT=6', '20240507T090000', 'MD1 7 #6'],
    ['FREQ=MONTHLY;BYDAY=2MO,2TU', '20240513T090000', 'MP1 2+ MO TU #0'],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', '20240531T090000', 'MP1 1- FR #0'],
    ['FREQ=MONTHLY;BYDAY=MO', '20240506T090000', 'W1 MO #0'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '20240531T090000', 'MD1 LD #0'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5', '20240531T090000', 'MD1 31 #5'],
    ['FREQ=YEARLY', '20240507T090000', 'YM1 5 #0'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', '20240331T090000', 'MP12 1- SU #0'],
    ['FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=17', '20240517T090000', 'YM1 5 #0'],
    ['FREQ=MONTHLY;INTERVAL=12', '20240507T090000', 'MD12 7 #0'],
    ['FREQ=YEARLY;BYYEARDAY=1,100', '20240101T090000', 'YD1 1 100 #0'],
    ['FREQ=WEEKLY;BYDAY=TU;WKST=SU', '20240507T090000', 'W1 TU #0'],
    ['FREQ=MONTHLY;BYDAY=1SU,-1SU;COUNT=4', '20240505T090000', 'MP1 1+ SU 1- SU 20240630T090000'],
  ])('%s from %s', (rule, start, expected) => {
    expect(toPhone(rule, start)).toBe(expected);
  });

  it.each([
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', '20240501T090000'],
    ['FREQ=YEARLY;BYWEEKNO=20', '20240514T090000'],
    ['FREQ=DAILY;BYHOUR=9,15', '20240507T090000'],
    ['FREQ=HOURLY;COUNT=3', '20240507T090000'],
    ['FREQ=SECONDLY;COUNT=1000000000', '20240507T090000'],
    ['FREQ=YEARLY;BYYEARDAY=-1', '20241231T090000'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU', '20240505T090000'],
    ['FREQ=WEEKLY;BYDAY=MO', '20240507T090000'],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=MO', '20240506T090000'],
    ['FREQ=YEARLY;BYDAY=20MO', '20240513T090000'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '20240913T090000'],
  ])('has no words for %s', (rule, start) => {
    expect(toPhone(rule, start)).toBeUndefined();
  });

  it('moves weekdays with the date, and nothing else', () => {
    const at = (text: string): string | undefined => {
      const rule = readRule(text);
      return (
        rule &&
        exportRule(rule, { start: wall('20240506T233000'), until: undefined, shift: 1, writeEnd: String })
      );
    };
    expect(at('FREQ=WEEKLY;BYDAY=MO')).toBe('W1 TU #0');
    expect(at('FREQ=DAILY')).toBe('D1 #0');
    expect(at('FREQ=MONTHLY')).toBeUndefined();
  });
});

describe('canonicalRule', () => {
  const start = '20240507T090000';
  const canonical = (text: string): string | undefined => {
    const rule = readRule(text);
    return rule && canonicalRule(rule, wall(start), rule.until?.wall);
  };
  it.each([
    ['FREQ=MONTHLY;COUNT=6', 'FREQ=MONTHLY;BYMONTHDAY=7;UNTIL=20241007T090000'],
    ['FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=SU'],
    ['FREQ=DAILY;BYDAY=TU,WE', 'FREQ=WEEKLY;BYDAY=WE,TU'],
    ['FREQ=YEARLY', 'FREQ=MONTHLY;INTERVAL=12'],
    ['FREQ=YEARLY;BYMONTH=5', 'FREQ=YEARLY;BYMONTHDAY=7;BYMONTH=5'],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=1TU', 'FREQ=MONTHLY;INTERVAL=12;BYDAY=TU;BYSETPOS=1'],
    ['FREQ=DAILY;COUNT=10', 'FREQ=DAILY;UNTIL=20240516T235959'],
  ])('%s = %s', (a, b) => {
    expect(canonical(a)).toBe(canonical(b));
  });
  it.each([
    ['FREQ=DAILY', 'FREQ=DAILY;COUNT=3'],
    ['FREQ=WEEKLY;BYDAY=TU', 'FREQ=WEEKLY;BYDAY=TU,WE'],
    ['FREQ=MONTHLY;BYMONTHDAY=7', 'FREQ=MONTHLY;BYDAY=1TU'],
  ])('%s ≠ %s', (a, b) => {
    expect(canonical(a)).not.toBe(canonical(b));
  });
});
