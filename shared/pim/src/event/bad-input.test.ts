import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PimError } from '../pim-error.ts';
import { events } from './index.ts';
import { ical, linesOfText, newItem, newPhone, now, oldPhone, resource, vcal } from './fixtures.ts';

describe('bad input', () => {
  const view = vcal(
    'SUMMARY;ENCODING=QUOTED-PRINTABLE:K=C3=BCche=0D=0A=',
    'x',
    'DTSTART:20240507T090000',
    'DTEND:20240507T100000',
    'RRULE:W1 TU TH #5',
    'EXDATE:20240514',
    'AALARM:20240507T081500;PT5M;2;x',
  );
  const stored = resource(
    [
      'SUMMARY:Choir',
      'DTSTART;TZID=Europe/Berlin:20240507T090000',
      'RRULE:FREQ=WEEKLY;BYDAY=TU',
      'BEGIN:VALARM',
      'TRIGGER:-PT5M',
      'END:VALARM',
    ],
    [
      'SUMMARY:Choir',
      'RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000',
      'DTSTART;TZID=Europe/Berlin:20240514T110000',
    ],
  );
  const modern = newPhone();

  function tryAll(text: string): void {
    const calls: readonly (() => unknown)[] = [
      () => events.readPhone(Buffer.from(text), null, oldPhone()),
      () => events.create(text, newItem(modern)),
      () => events.identify(text),
      () => events.traitsOfView(text, modern),
      () => events.sameOnPhone(text, view, modern),
      () =>
        events.apply({
          body: stored,
          recurrenceId: '',
          view,
          incoming: text,
          capabilities: modern,
          policy: 'merge',
          now,
        }),
      () =>
        events.apply({
          body: text,
          recurrenceId: '',
          view,
          incoming: view,
          capabilities: oldPhone(),
          policy: 'merge',
          now,
        }),
      () => events.addOccurrence(stored, text, newItem(modern)),
      () => events.occurrences(text),
      () => events.image(text, '', oldPhone()),
      () => events.image(text, '', modern),
      () => events.removeOccurrence(text, '20240514T090000', now),
      () => events.normalise(text),
      () => events.mergeCloud({ base: stored, ours: text, theirs: stored, policy: 'merge' }),
      () => events.uidOf(text),
    ];
    const thrown = calls.flatMap((call) => {
      try {
        call();
      } catch (error) {
        return error instanceof PimError ? [] : [error];
      }
      return [];
    });
    expect(thrown).toEqual([]);
  }

  it('cut off anywhere is read or refused', () => {
    for (const source of [view, stored])
      for (let end = 0; end < source.length; end += 1) tryAll(source.slice(0, end));
  });

  it('with anything in place of anything is read or refused', () => {
    const piece = fc.constantFrom(
      '\0',
      ':',
      ';',
      '=',
      '\r\n',
      '\r\n ',
      'BEGIN:',
      'END:VEVENT\r\n',
      'T',
      '99999999',
      '\u{fffd}',
      '"',
      '\\',
      '#',
      '-',
      ',',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(view, stored),
        fc.nat(2000),
        fc.nat(20),
        piece,
        (source, at, length, put) => {
          const start = at % source.length;
          tryAll(source.slice(0, start) + put + source.slice(start + length));
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.string(), (source) => tryAll(source)),
      { numRuns: 50 },
    );
  });

  it.each([
    'FREQ=SECONDLY;COUNT=1000000000',
    'FREQ=DAILY;COUNT=1000000000',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;UNTIL=99981231T000000Z',
  ])('does not run away with %s', (text) => {
    const source = ical('SUMMARY:x', 'DTSTART:20240507T090000Z', `RRULE:${text}`);
    for (const capabilities of [oldPhone(), modern]) {
      const shown = events.image(source, '', capabilities).view;
      expect(
        events.apply({
          body: source,
          recurrenceId: '',
          view: shown,
          incoming: shown,
          capabilities,
          policy: 'merge',
          now,
        }).changed,
      ).toBe(false);
      events.create(shown, newItem(capabilities));
    }
  });

  it('one bad line does not lose the event', () => {
    const source = ical(
      'SUMMARY:x',
      'no colon here',
      'DTSTART:20240507T090000Z',
      'RRULE:FREQ=FOO',
      'DURATION:15M',
      'DTEND:never',
    );
    expect(linesOfText(events.image(source, '', oldPhone()).view)).toContain('DTSTART:20240507T090000Z');
    const outcome = events.apply({
      body: source,
      recurrenceId: '',
      view: null,
      incoming: vcal('SUMMARY:y', 'DTSTART:20240507T090000Z'),
      capabilities: oldPhone(),
      policy: 'phone-wins',
      now,
    });
    expect(linesOfText(outcome.body)).toEqual(
      expect.arrayContaining(['SUMMARY:y', 'no colon here', 'RRULE:FREQ=FOO']),
    );
  });
});
