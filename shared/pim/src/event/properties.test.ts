import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { PhoneCapabilities } from '@anchorage/model';
import { events } from './index.ts';
import { ical, linesOfText, listing, newItem, newPhone, now, oldPhone } from './fixtures.ts';

const phones: Readonly<Record<string, PhoneCapabilities>> = {
  'vCalendar, UTC': oldPhone(),
  'vCalendar, local': oldPhone({ utc: false }),
  'vCalendar, other zone': oldPhone({ utc: false, timeZone: 'America/New_York' }),
  'vCalendar, TZ': oldPhone(
    listing(
      'SUMMARY',
      'DESCRIPTION',
      'LOCATION',
      'DTSTART',
      'DTEND',
      'RRULE',
      'EXDATE',
      'AALARM',
      'TZ',
      'DAYLIGHT',
      'CATEGORIES',
      'CLASS',
    ),
  ),
  'vCalendar, 235900': oldPhone({ allDay: '235900', quotedPrintable: false, rruleCount: 'occurrences' }),
  'vCalendar, dates': oldPhone({ allDay: 'date', charset: 'ISO-8859-1' }),
  'iCalendar, UTC': newPhone(),
  'iCalendar, local': newPhone({ utc: false, timeZone: 'Asia/Kolkata' }),
  'iCalendar, flat': newPhone(
    listing('SUMMARY', 'DESCRIPTION', 'LOCATION', 'DTSTART', 'DTEND', 'RRULE', 'EXDATE'),
  ),
};
const kinds = Object.entries(phones);

const words = fc.oneof(
  fc.constantFrom(
    'Dentist',
    'école; naïve, Straße',
    'a\\b',
    'two\nlines',
    '会議 🎉',
    '=41 =',
    ' blank ',
    'BEGIN:VEVENT',
    ';;,,',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => value.replaceAll(/\p{Cc}/gu, '')),
);
const escape = (value: string): string => value.replaceAll(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
const two = (value: number): string => String(value).padStart(2, '0');
const date = fc
  .tuple(
    fc.integer({ min: 1990, max: 2035 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, number]) => `${year}${two(month)}${two(number)}`);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 22 }), fc.constantFrom(0, 15, 30))
  .map(([hour, minute]) => ({ hour, minute }));
const times = fc.oneof(
  fc
    .tuple(date, fc.constantFrom('P1D', 'P2D'))
    .map(([day, length]) => [`DTSTART;VALUE=DATE:${day}`, `DURATION:${length}`]),
  fc
    .tuple(date, clock, fc.constantFrom('', ';TZID=Europe/Berlin', 'Z'))
    .map(([day, { hour, minute }, zone]) =>
      ['DTSTART', 'DTEND'].map((name, index) => {
        const value = `${day}T${two(hour + index)}${two(minute)}00`;
        return zone === 'Z' ? `${name}:${value}Z` : `${name}${zone}:${value}`;
      }),
    ),
);
const rule = fc.constantFrom(
  'FREQ=DAILY;COUNT=10',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;COUNT=4',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=MONTHLY;COUNT=6',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
  'FREQ=YEARLY',
  'FREQ=YEARLY;UNTIL=20401231T235959Z',
  'FREQ=HOURLY;COUNT=5',
);
const alarm = fc
  .constantFrom('-PT15M', 'PT0S', '-P1D', 'PT5M')
  .map((trigger) => ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:x', `TRIGGER:${trigger}`, 'END:VALARM']);
const body = fc
  .record({
    summary: words,
    description: fc.option(words),
    location: fc.option(words),
    times,
    rule: fc.option(rule),
    class: fc.constantFrom('', 'PUBLIC', 'PRIVATE'),
    priority: fc.integer({ min: 0, max: 9 }),
    status: fc.constantFrom('', 'CONFIRMED', 'TENTATIVE', 'CANCELLED'),
    alarm: fc.option(alarm),
  })
  .map((event) =>
    ical(
      `SUMMARY:${escape(event.summary)}`,
      ...(event.description === null ? [] : [`DESCRIPTION:${escape(event.description)}`]),
      ...(event.location === null ? [] : [`LOCATION:${escape(event.location)}`]),
      ...event.times,
      ...(event.rule === null ? [] : [`RRULE:${event.rule}`]),
      ...(event.class === '' ? [] : [`CLASS:${event.class}`]),
      `PRIORITY:${event.priority}`,
      ...(event.status === '' ? [] : [`STATUS:${event.status}`]),
      'X-SECRET:kept',
      ...(event.alarm ?? []),
    ),
  );

describe.each(kinds)('%s', (_name, capabilities) => {
  const image = (source: string): string => events.image(source, '', capabilities).view;

  it('shows what it created as it was sent', () => {
    fc.assert(
      fc.property(body, (source) => {
        const view = image(source);
        const again = image(events.create(view, newItem(capabilities)));
        expect(events.sameOnPhone(view, again, capabilities)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('creates what servers take', () => {
    fc.assert(
      fc.property(body, (source) => {
        const created = events.create(image(source), newItem(capabilities));
        const parsed = new ICAL.Component(ICAL.parse(created));
        expect(parsed.getAllSubcomponents('vevent')).toHaveLength(1);
        expect(parsed.getFirstProperty('method')).toBeNull();
        const event = parsed.getFirstSubcomponent('vevent');
        for (const name of ['uid', 'dtstamp', 'dtstart'])
          expect(event?.getFirstPropertyValue(name)).not.toBeNull();
        for (const line of created.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }),
      { numRuns: 40 },
    );
  });

  it('writes nothing for an unchanged view, known or not', () => {
    fc.assert(
      fc.property(body, fc.boolean(), (source, known) => {
        const view = image(source);
        const outcome = events.apply({
          body: source,
          recurrenceId: '',
          view: known ? view : null,
          incoming: view,
          capabilities,
          policy: 'merge',
          now,
        });
        expect(outcome).toEqual({ body: source, changed: false, conflicts: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('loses nothing of what two sides change', () => {
    fc.assert(
      fc.property(body, body, (source, other) => {
        const view = image(source);
        const incoming = image(other);
        const cloud = source
          .replace(/SUMMARY:[^\r]*/, 'SUMMARY:From the cloud')
          .replace('X-SECRET:kept', 'X-SECRET:new');
        const edit = {
          body: cloud,
          recurrenceId: '',
          view,
          incoming,
          capabilities,
          policy: 'cloud-wins',
          now,
        } as const;
        const outcome = events.apply(edit);
        expect(linesOfText(outcome.body)).toEqual(
          expect.arrayContaining(['X-SECRET:new', 'UID:u1@example.org']),
        );
        expect(outcome.body).toContain('SUMMARY:From the cloud');
        // A second run with what the phone now has changes nothing.
        const shown = image(outcome.body);
        expect(events.apply({ ...edit, body: outcome.body, view: shown, incoming: shown }).changed).toBe(
          false,
        );
        expect(() => ICAL.parse(outcome.body)).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});
