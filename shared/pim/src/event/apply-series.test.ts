/** What phones make of series in the cloud. */
import { describe, expect, it } from 'vitest';
import { edit, phone } from './edit-fixture.ts';
import { ical, linesOfText, listing, newPhone, now, resource } from './fixtures.ts';
import { events } from './index.ts';

describe('apply to a series', () => {
  const monthly = ical(
    'SUMMARY:Rent',
    'DTSTART;TZID=Europe/Berlin:20250501T110000',
    'DTEND;TZID=Europe/Berlin:20250501T120000',
    'RRULE:FREQ=MONTHLY;COUNT=6',
  );

  it.each([
    ['as it was', 'RRULE:MD1 1 #6'],
    ['with an end date', 'RRULE:MD1 1 20251001T110000'],
    ['with the last day in it', 'RRULE:MD1 1 20251001T000000'],
    ['without its day', 'RRULE:MD1 #6'],
  ])('keeps the rule when the title comes back with the rule %s', (_name, rule) => {
    const outcome = edit({
      body: monthly,
      change: (view) => view.replace('SUMMARY:Rent', 'SUMMARY:Pay').replace(/RRULE:[^\r]*/, rule),
    });
    expect(outcome.lines).toEqual(expect.arrayContaining(['SUMMARY:Pay', 'RRULE:FREQ=MONTHLY;COUNT=6']));
  });

  const weekly = [
    'SUMMARY:Choir',
    'DTSTART;TZID=Europe/Berlin:20240507T090000',
    'DTEND;TZID=Europe/Berlin:20240507T100000',
    'RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20240702T070000Z',
    'EXDATE;TZID=Europe/Berlin:20240521T090000',
  ];
  const override = [
    'SUMMARY:Choir',
    'RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000',
    'DTSTART;TZID=Europe/Berlin:20240514T110000',
  ];
  const body = resource(weekly, override);

  it('adds the exception of an occurrence deleted on the phone, and only that', () => {
    const outcome = edit({
      body,
      change: (view) => view.replace(/EXDATE:([^\r]*)/, 'EXDATE:$1;20240528T090000'),
    });
    expect(outcome.lines.filter((line) => line.startsWith('EXDATE'))).toEqual([
      'EXDATE;TZID=Europe/Berlin:20240521T090000',
      'EXDATE;TZID=Europe/Berlin:20240528T090000',
    ]);
    expect(events.occurrences(outcome.body)).toEqual(['', '20240514T090000']);
  });

  it('takes an exception back, but not the one that stands for an override', () => {
    const outcome = edit({ body, change: (view) => view.replace(/EXDATE:[^\r]*\r\n/, '') });
    expect(outcome.body).not.toContain('EXDATE');
    expect(events.occurrences(outcome.body)).toEqual(['', '20240514T090000']);
  });

  it('moves end, exceptions and overrides with the hour', () => {
    const outcome = edit({
      body,
      change: (view) =>
        view
          .replace('DTSTART:20240507T090000', 'DTSTART:20240507T100000')
          .replace('DTEND:20240507T100000', 'DTEND:20240507T110000'),
    });
    expect(outcome.lines).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Europe/Berlin:20240507T100000',
        'RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20240702T080000Z',
        'EXDATE;TZID=Europe/Berlin:20240521T100000',
        'RECURRENCE-ID;TZID=Europe/Berlin:20240514T100000',
        'DTSTART;TZID=Europe/Berlin:20240514T110000',
      ]),
    );
    expect(outcome.lines.filter((line) => line.startsWith('EXDATE'))).toHaveLength(1);
  });

  it('ends when the phone says so', () => {
    const outcome = edit({ body: monthly, change: (view) => view.replace(/RRULE:[^\r]*\r\n/, '') });
    expect(outcome.body).not.toMatch(/RRULE:FREQ=MONTHLY/);
  });

  it('changes the rule in the zone of the body', () => {
    const outcome = edit({
      body: monthly,
      change: (view) => view.replace(/RRULE:[^\r]*/, 'RRULE:D1 20250510T110000'),
    });
    expect(outcome.lines).toContain('RRULE:FREQ=DAILY;UNTIL=20250510T090000Z');
  });

  it('changes one moved occurrence', () => {
    const outcome = edit({
      body,
      id: '20240514T090000',
      change: (view) => view.replaceAll('20240514T090000Z', '20240514T100000Z'),
    });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['DTSTART;TZID=Europe/Berlin:20240514T120000', weekly[3]]),
    );
  });
});

describe('a series the phone has no words for', () => {
  const rule = 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1';
  const body = ical(
    'SUMMARY:First workday',
    'DTSTART;TZID=Europe/Berlin:20240501T090000',
    'DTEND;TZID=Europe/Berlin:20240501T100000',
    rule,
    'EXDATE;TZID=Europe/Berlin:20240501T090000',
  );

  it('shows the next occurrence and says what it withheld', () => {
    const image = events.image(body, '', phone);
    expect(linesOfText(image.view)).toEqual(
      expect.arrayContaining(['DTSTART:20240603T070000Z', 'DTEND:20240603T080000Z']),
    );
    expect(image.withheld).toEqual(['EXDATE', 'RRULE']);
  });

  it('keeps its rule when renamed (M9, DS-121)', () => {
    const outcome = edit({ body, change: (view) => view.replace('First workday', 'Payday') });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['SUMMARY:Payday', rule, 'DTSTART;TZID=Europe/Berlin:20240501T090000']),
    );
    expect(edit({ body, change: (view) => view }).changed).toBe(false);
  });

  it('gets an override when moved', () => {
    const outcome = edit({
      body,
      change: (view) =>
        view.replace('20240603T070000Z', '20240603T120000Z').replace('20240603T080000Z', '20240603T130000Z'),
    });
    expect(events.occurrences(outcome.body)).toEqual(['', '20240603T090000']);
    expect(outcome.lines).toEqual(
      expect.arrayContaining([
        rule,
        'RECURRENCE-ID;TZID=Europe/Berlin:20240603T090000',
        'DTSTART;TZID=Europe/Berlin:20240603T140000',
        'DTEND;TZID=Europe/Berlin:20240603T150000',
      ]),
    );
    expect(events.image(outcome.body, '', phone).view).toContain('DTSTART:20240701T070000Z');
  });
});

describe('one occurrence in place of a series', () => {
  const rule = 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1';
  const start = 'DTSTART;TZID=Europe/Berlin:20240501T090000';
  it.each([
    ['first', ical(start, rule), phone, '20240501T090000'],
    ['the one after an exception', ical(start, rule, `EXDATE${start.slice(7)}`), phone, '20240603T090000'],
    [
      'a phone without rules',
      ical(start, 'RRULE:FREQ=DAILY'),
      newPhone(listing('DTSTART')),
      '20240501T090000',
    ],
    ['a rule it has words for', ical(start, 'RRULE:FREQ=DAILY'), phone, ''],
    ['a phone that has all words', ical(start, rule), newPhone(), ''],
    ['no series', ical(start), phone, ''],
    ['no series, for a phone without rules', ical(start), newPhone(listing('DTSTART')), ''],
  ])('%s', (_, body, capabilities, shown) => {
    expect(events.shownOccurrence(body, '', capabilities)).toBe(shown);
    expect(events.shownOccurrence(body, '20240501T090000', capabilities)).toBe('');
  });

  it('is removed one after the other, and the last takes the series along', () => {
    let body: string | null = ical(start, `${rule};COUNT=3`);
    const removed: string[] = [];
    while (body !== null) {
      const shown = events.shownOccurrence(body, '', phone);
      removed.push(shown);
      body = events.removeOccurrence(body, shown, now);
    }
    expect(removed).toEqual(['20240501T090000', '20240603T090000', '20240701T090000']);
  });

  it('never takes a series along of which nobody can tell what is left', () => {
    const body = ical(start, 'RRULE:FREQ=HOURLY;COUNT=1');
    const shown = events.shownOccurrence(body, '', phone);
    expect(events.removeOccurrence(body, shown, now)).toContain('EXDATE;TZID=Europe/Berlin:20240501T090000');
  });
});
