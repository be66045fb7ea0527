import type { PhoneCapabilities, PropertyCapability } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { contacts } from '../contact/index.ts';
import { phoneListing } from '../contact/test-capabilities.ts';
import { events } from '../event/index.ts';
import { listing, newPhone, oldPhone } from '../event/fixtures.ts';
import { completed } from './completed.ts';
import { narrowed } from './narrowed.ts';

const names = (capabilities: PhoneCapabilities): readonly string[] =>
  Object.keys(capabilities.properties ?? {}).toSorted();
const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`;
const card = (...all: readonly string[]): string => lines('BEGIN:VCARD', 'VERSION:2.1', ...all, 'END:VCARD');
const vcal = (version: string, ...all: readonly string[]): string =>
  lines(
    'BEGIN:VCALENDAR',
    `VERSION:${version}`,
    'BEGIN:VEVENT',
    'SUMMARY:Roof',
    'DTSTART:20260105T090000Z',
    ...all,
    'END:VEVENT',
    'END:VCALENDAR',
  );
const fieldsOf = (...all: readonly string[]): Readonly<Record<string, PropertyCapability>> =>
  Object.fromEntries(all.map((name) => [name, {}]));

describe('capabilities under a field filter (DS-153)', () => {
  const phone = phoneListing({ N: {}, TEL: { maxOccur: 2 }, NOTE: { maxSize: 100 }, UID: {} });

  it('are those of the filter, with the limits that DevInf has for them', () => {
    expect(narrowed(phone, fieldsOf('TEL', 'TITLE')).properties).toEqual({
      N: {},
      UID: {},
      TEL: { maxOccur: 2 },
      TITLE: {},
    });
    expect(narrowed(phone, { TEL: { maxOccur: 1 } }).properties?.['TEL']).toEqual({ maxOccur: 1 });
    expect(narrowed(phone, null)).toBe(phone);
  });

  it.each([
    [
      oldPhone(listing('SUMMARY', 'DTSTART', 'DTEND', 'RRULE', 'X-EPOCAGENDAENTRYTYPE')),
      ['DTEND', 'DTSTART', 'RRULE', 'SUMMARY', 'X-EPOCAGENDAENTRYTYPE'],
    ],
    [oldPhone(), ['DTEND', 'DTSTART', 'EXDATE', 'RECURRENCE-ID', 'RRULE', 'SUMMARY']],
  ])('keep what makes an event one', (capabilities, expected) => {
    expect(names(narrowed(capabilities, fieldsOf('SUMMARY')))).toEqual(expected);
  });
});

describe('what a phone leaves out under a field filter', () => {
  it.each([
    ['is as it was', 'TEL', ['N:A', 'TEL:1'], ['N:A', 'TEL:2', 'NOTE:n'], ['N:A', 'TEL:1', 'NOTE:n']],
    ['is not what it may delete', 'TEL', ['N:A'], ['N:A', 'TEL:2'], ['N:A']],
    ['is what it tells, where it does', 'TEL', ['N:A', 'NOTE:new'], ['N:A', 'NOTE:n'], ['N:A', 'NOTE:new']],
    ['keeps every value', 'N', ['N:A'], ['N:A', 'TEL:1', 'TEL:2'], ['N:A', 'TEL:1', 'TEL:2']],
    ['goes by other names too', 'N', ['N:A', 'NICKNAME:b'], ['N:A', 'X-NICKNAME:a'], ['N:A', 'NICKNAME:b']],
    ['is no bookkeeping', 'N', ['N:A'], ['N:A', 'REV:20260101T000000Z', 'UID:7'], ['N:A']],
  ])('%s', (_, asked, sent, known, expected) => {
    expect(completed('contact', card(...sent), card(...known), fieldsOf(asked))).toBe(card(...expected));
  });

  it('stays in the cloud when the rest is edited', () => {
    const capabilities = phoneListing(fieldsOf('N', 'TEL', 'NOTE'));
    const body = lines(
      'BEGIN:VCARD',
      'VERSION:3.0',
      'UID:a@example.org',
      'N:A;;;;',
      'FN:A',
      'TEL:1',
      'NOTE:Grün',
      'END:VCARD',
    );
    const { view } = contacts.image(body, '', capabilities);
    const incoming = completed('contact', card('N:A', 'TEL:2'), view, fieldsOf('N', 'TEL')) ?? '';
    const edit = { body, recurrenceId: '', view, incoming, capabilities, policy: 'merge', now: 0 } as const;
    const merged = contacts.apply(edit).body;
    expect(merged).toContain('TEL:2');
    expect(merged).toContain('NOTE:Grün');
  });

  it.each([
    ['an alarm in the old format', '1.0', ['AALARM:20260105T084500Z'], []],
    [
      'no alarm where one is told by another name',
      '1.0',
      ['AALARM:20260105T084500Z'],
      ['DALARM:20260105T080000Z'],
    ],
  ])('may be %s', (_, version, known, sent) => {
    const text =
      completed('event', vcal(version, ...sent), vcal(version, ...known), fieldsOf('SUMMARY')) ?? '';
    expect(text.match(/[AD]ALARM:/g)).toHaveLength(1);
    expect(text).toContain(sent[0] ?? known[0]);
  });

  it('may be an alarm in the new format', () => {
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:x', 'TRIGGER:-PT15M', 'END:VALARM'];
    const complete = (...fields: readonly string[]): string =>
      completed('event', vcal('2.0'), vcal('2.0', ...alarm), fieldsOf(...fields)) ?? '';
    expect(complete('SUMMARY')).toContain('TRIGGER:-PT15M');
    expect(complete('SUMMARY', 'VALARM')).not.toContain('TRIGGER');
    expect(events.traitsOfView(complete('SUMMARY'), newPhone()).content).toContain('VALARM');
  });

  it('cannot be told from a view of another format', () => {
    expect(completed('event', vcal('1.0'), vcal('2.0'), fieldsOf('SUMMARY'))).toBeNull();
  });
});
