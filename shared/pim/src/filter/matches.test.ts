import { filterable } from '@anchorage/model';
import type { FilterOperator, ItemKind, PhoneCapabilities, RecordCondition } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { pimFor } from '../kinds.ts';

const capabilities = (kind: ItemKind, modern = false): PhoneCapabilities => ({
  kind,
  contentType: kind === 'contact' ? 'text/x-vcard' : modern ? 'text/calendar' : 'text/x-vcalendar',
  utc: true,
  timeZone: 'Europe/Berlin',
  allDay: 'midnight',
  rruleCount: 'intervals',
  quotedPrintable: true,
  charset: 'UTF-8',
  maxPhoto: 0,
});
const matches = (
  kind: ItemKind,
  body: string,
  condition: RecordCondition,
  more: { readonly rid?: string; readonly luid?: string; readonly modern?: boolean } = {},
): boolean | undefined =>
  pimFor(kind)?.matches(body, more.rid ?? '', condition, {
    capabilities: capabilities(kind, more.modern),
    luid: more.luid ?? null,
  });
const is = (property: string, operator: FilterOperator, value: string | null, ignoreCase = false) =>
  ({ kind: 'value', property, operator, value, ignoreCase }) as const;
const window = (since: string | null, before: string | null) => ({ kind: 'window', since, before }) as const;
const text = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const calendar = (...lines: readonly string[]): string =>
  text('BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example.org//EN', ...lines, 'END:VCALENDAR');
const event = (...lines: readonly string[]): string =>
  calendar('BEGIN:VEVENT', 'UID:e@example.org', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT');
const task = (...lines: readonly string[]): string =>
  calendar('BEGIN:VTODO', 'UID:t@example.org', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VTODO');

const bert = text(
  'BEGIN:VCARD',
  'VERSION:3.0',
  'UID:b@example.org',
  'N:Müller;Bert;;;',
  'FN:Bert Müller',
  'ORG:Example Ltd;Roofs',
  'TEL;TYPE=CELL:+1 555 0150',
  'ADR;TYPE=HOME:;;1 Lane;Vienna;;1010;Austria',
  'CATEGORIES:Work,Roof builders',
  'NOTE:Tall\\, calls late',
  'END:VCARD',
);

describe('a contact', () => {
  it.each([
    [is('CATEGORIES', 'EQ', 'Work'), true],
    [is('CATEGORIES', 'EQ', 'work'), false],
    [is('CATEGORIES', 'EQ', 'work', true), true],
    [is('CATEGORIES', 'NE', 'Work'), false],
    [is('CATEGORIES', 'CON', 'builders'), true],
    [is('CATEGORIES', 'NCON', 'Family'), true],
    [is('N', 'EQ', 'Müller'), true],
    [is('N', 'EQ', 'bert müller', true), true],
    [is('N', 'EQ', 'Müller Bert'), true],
    [is('N', 'CON', 'ert M'), true],
    [is('FN', 'EQ', 'Bert'), false],
    [is('ORG', 'EQ', 'Roofs'), true],
    [is('TEL', 'CON', '+15550150'), true],
    [is('ADR', 'CON', 'Vienna'), true],
    [is('NOTE', 'EQ', 'Tall, calls late'), true],
    [is('TITLE', 'EQ', null), true],
    [is('TITLE', 'NE', null), false],
    [is('NOTE', 'EQ', null), false],
    [is('TITLE', 'GT', 'A'), false],
    [is('FN', 'GE', 'Bert Müller'), true],
    [is('FN', 'GT', 'Bert Müller'), false],
    [is('FN', 'LE', 'Bert Müller'), true],
    [is('FN', 'LT', 'Carl'), true],
    [{ kind: 'all', of: [is('CATEGORIES', 'EQ', 'Work'), is('N', 'CON', 'x')] }, false],
    [{ kind: 'any', of: [is('CATEGORIES', 'EQ', 'Work'), is('N', 'CON', 'x')] }, true],
    [{ kind: 'size', most: 100 }, false],
    [{ kind: 'size', most: 1000 }, true],
  ] as readonly (readonly [RecordCondition, boolean])[])('%j is %j', (condition, expected) => {
    expect(matches('contact', bert, condition)).toBe(expected);
  });

  it.each([
    ['EQ', '7', true],
    ['EQ', '8', false],
    ['NE', '8', true],
  ] as const)('whose LUID is 7: %s %s', (operator, value, expected) => {
    expect(matches('contact', bert, { kind: 'luid', operator, value }, { luid: '7' })).toBe(expected);
    expect(matches('contact', bert, { kind: 'luid', operator, value })).toBe(operator === 'NE');
  });
});

const january = window('20260101', '20260201');
describe('an event and the window of January 2026 in Berlin', () => {
  it.each([
    ['in it', ['DTSTART:20260110T090000Z', 'DTEND:20260110T100000Z'], true],
    ['before it', ['DTSTART:20251231T200000Z', 'DTEND:20251231T230000Z'], false],
    ['into it', ['DTSTART:20251231T200000Z', 'DTEND:20251231T230001Z'], true],
    ['at its end', ['DTSTART:20260131T230000Z', 'DTEND:20260201T000000Z'], false],
    ['in its last minute', ['DTSTART:20260131T225900Z', 'DTEND:20260201T000000Z'], true],
    ['a moment at its start', ['DTSTART:20251231T230000Z'], true],
    ['a whole day before', ['DTSTART;VALUE=DATE:20251231'], false],
    ['a whole first day', ['DTSTART;VALUE=DATE:20260101'], true],
    ['a whole day behind', ['DTSTART;VALUE=DATE:20260201'], false],
    ['long and around it', ['DTSTART;VALUE=DATE:20250101', 'DTEND;VALUE=DATE:20270101'], true],
    [
      'a series that has ended',
      ['DTSTART:20200106T090000Z', 'RRULE:FREQ=WEEKLY;UNTIL=20251230T090000Z'],
      false,
    ],
    ['a series by number', ['DTSTART:20251229T090000Z', 'RRULE:FREQ=WEEKLY;COUNT=2'], true],
    ['a series without an end', ['DTSTART:20200106T090000Z', 'RRULE:FREQ=WEEKLY'], true],
    ['a series that begins later', ['DTSTART:20260301T090000Z', 'RRULE:FREQ=WEEKLY'], false],
    ['a birthday in another month', ['DTSTART;VALUE=DATE:19700612', 'RRULE:FREQ=YEARLY'], false],
    ['a birthday in it', ['DTSTART;VALUE=DATE:19700112', 'RRULE:FREQ=YEARLY'], true],
    [
      'a series whose only day in it is excepted',
      ['DTSTART:20251110T090000Z', 'RRULE:FREQ=MONTHLY;COUNT=3', 'EXDATE:20260110T090000Z'],
      false,
    ],
    ['one with a second date in it', ['DTSTART:20251110T090000Z', 'RDATE:20260112T090000Z'], true],
    ['a rule of hours that began before', ['DTSTART:20250101T090000Z', 'RRULE:FREQ=HOURLY;COUNT=2'], true],
    ['a rule nobody can read', ['DTSTART:20250101T090000Z', 'RRULE:FREQ=SOMETIMES'], true],
    ['a rule nobody can read, later', ['DTSTART:20260201T090000Z', 'RRULE:FREQ=SOMETIMES'], false],
    ['every day since 1800', ['DTSTART:18000101T090000Z', 'RRULE:FREQ=DAILY'], true],
  ] as const)('%s', (_, lines, expected) => {
    expect(matches('event', event(...lines), january)).toBe(expected);
  });

  it.each([
    ['a master moved into it for an old phone', '', false, false],
    ['the moved occurrence for an old phone', '20251215T090000Z', false, true],
    ['the series for a phone that knows RECURRENCE-ID', '', true, true],
  ])('%s', (_, rid, modern, expected) => {
    const moved = calendar(
      'BEGIN:VEVENT',
      'UID:s@example.org',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20251208T090000Z',
      'RRULE:FREQ=WEEKLY;COUNT=2',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:s@example.org',
      'DTSTAMP:20260101T000000Z',
      'RECURRENCE-ID:20251215T090000Z',
      'DTSTART:20260107T090000Z',
      'END:VEVENT',
    );
    expect(matches('event', moved, january, { rid, modern })).toBe(expected);
  });

  it.each([
    ['open to the future', window('20260105', null), ['DTSTART:20300101T090000Z'], true],
    ['open to the past', window(null, '20260105'), ['DTSTART:19900101T090000Z'], true],
    ['with a local time', window('20260105T100000', null), ['DTSTART:20260105T085959Z'], false],
    ['with a time in UTC', window('20260105T100000Z', null), ['DTSTART:20260105T100000Z'], true],
    ['without a start', january, ['SUMMARY:x'], true],
  ] as const)('another window: %s', (_, condition, lines, expected) => {
    expect(matches('event', event(...lines), condition)).toBe(expected);
  });

  it.each([
    [is('DTSTART', 'GE', '20260110T100000'), true],
    [is('DTSTART', 'GT', '20260110T090000Z'), false],
    [is('DTSTART', 'EQ', '20260110T100000'), true],
    [is('DTEND', 'LT', '20260111'), true],
    [is('DTEND', 'LT', 'soon'), false],
    [is('PRIORITY', 'LT', '10'), true],
    [is('SUMMARY', 'CON', 'ROOF', true), true],
    [is('LOCATION', 'EQ', null), true],
    [is('CLASS', 'EQ', 'PRIVATE'), true],
  ] as const)('%j is %j', (condition, expected) => {
    const body = event(
      'DTSTART:20260110T090000Z',
      'DTEND:20260110T100000Z',
      'SUMMARY:Mend the roof',
      'PRIORITY:5',
      'CLASS:PRIVATE',
    );
    expect(matches('event', body, condition)).toBe(expected);
  });
});

describe('a task and the window of January 2026 in Berlin', () => {
  it.each([
    ['due in it', ['DUE:20260110T090000Z'], true],
    ['overdue and still to do', ['DUE:20240110T090000Z'], true],
    ['done long ago', ['DUE:20240110T090000Z', 'STATUS:COMPLETED', 'COMPLETED:20240111T090000Z'], false],
    ['due long ago and done in it', ['DUE:20240110T090000Z', 'COMPLETED:20260103T090000Z'], true],
    ['done, nobody knows when', ['STATUS:COMPLETED'], true],
    ['for later', ['DUE:20260301T090000Z'], false],
    ['begun in it, due later', ['DTSTART:20260110T090000Z', 'DUE:20260301T090000Z'], true],
    ['for any day', ['SUMMARY:x'], true],
  ] as const)('%s', (_, lines, expected) => {
    expect(matches('task', task(...lines), january)).toBe(expected);
  });

  it.each([
    [is('STATUS', 'EQ', 'NEEDS ACTION'), true],
    [is('STATUS', 'NE', 'COMPLETED'), true],
    [is('DUE', 'LE', '20260110'), false],
    [is('DUE', 'EQ', '20260110T100000'), true],
    [is('SUMMARY', 'EQ', 'Call'), true],
  ] as const)('%j is %j', (condition, expected) => {
    expect(matches('task', task('SUMMARY:Call', 'DUE:20260110T090000Z'), condition)).toBe(expected);
  });
});

describe('every property that is announced', () => {
  const full: Readonly<Partial<Record<ItemKind, string>>> = {
    contact: bert.replace(
      'END:VCARD',
      'NICKNAME:a\r\nTITLE:a\r\nROLE:a\r\nEMAIL:a@example.org\r\nURL:http://example.org\r\nCLASS:a\r\nEND:VCARD',
    ),
    event: event(
      'DTSTART:20260110T090000Z',
      'SUMMARY:a',
      'DESCRIPTION:a',
      'LOCATION:a',
      'CATEGORIES:a',
      'CLASS:PUBLIC',
      'PRIORITY:1',
      'STATUS:CONFIRMED',
    ),
    task: task(
      'DTSTART:20260110T090000Z',
      'DUE:20260110T090000Z',
      'SUMMARY:a',
      'DESCRIPTION:a',
      'LOCATION:a',
      'CATEGORIES:a',
      'CLASS:PUBLIC',
      'PRIORITY:1',
    ),
  };
  const announced = (['contact', 'event', 'task'] as const).flatMap((kind) =>
    filterable[kind].properties.map((property) => [kind, property] as const),
  );
  it.each(announced)('of a kind %s can be told: %s', (kind, property) => {
    expect(matches(kind, full[kind] ?? '', is(property, 'NE', null))).toBe(true);
    expect(matches(kind, full[kind] ?? '', is(property, 'EQ', 'nothing like it'))).toBe(false);
  });
});
