import { describe, expect, it } from 'vitest';
import type { ConflictPolicy, PhoneCapabilities } from '@anchorage/model';
import { events } from './index.ts';
import { ical, linesOfText, listing, newPhone, now, oldPhone, resource, vcal } from './fixtures.ts';

const phone = oldPhone();

interface Edit {
  readonly body: string;
  readonly id?: string;
  readonly phone?: PhoneCapabilities;
  /** What the phone was shown; by default the image of the body. */
  readonly view?: string | null;
  readonly policy?: ConflictPolicy;
  readonly change: (view: string) => string;
}

function edit({ body, id = '', phone: capabilities = phone, view, policy = 'merge', change }: Edit) {
  const shown = events.image(body, id, capabilities).view;
  const outcome = events.apply({
    body,
    recurrenceId: id,
    view: view === undefined ? shown : view,
    incoming: change(view ?? shown),
    capabilities,
    policy,
    now,
  });
  return { ...outcome, lines: linesOfText(outcome.body) };
}

const rich = ical(
  'SUMMARY:Dentist',
  'DESCRIPTION:bring the card',
  'DTSTART;TZID=Europe/Berlin:20240507T083000',
  'DTEND;TZID=Europe/Berlin:20240507T090000',
  'SEQUENCE:3',
  'PRIORITY:3',
  'ORGANIZER:mailto:o@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org',
  'X-KEEP;X-P="a;b":me',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'DESCRIPTION:reminder',
  'TRIGGER:-PT15M',
  'X-ALARM:1',
  'END:VALARM',
  'BEGIN:VALARM',
  'ACTION:EMAIL',
  'TRIGGER:-P1D',
  'END:VALARM',
);

describe('apply', () => {
  it.each([
    ['verbatim', (view: string) => view],
    [
      'its own defaults',
      (view: string) =>
        view.replace('END:VEVENT', 'CLASS:PUBLIC\r\nSTATUS:NEEDS ACTION\r\nTRANSP:0\r\nEND:VEVENT'),
    ],
    [
      'local times',
      (view: string) =>
        view.replaceAll(/20240507T06(..)00Z/g, '20240507T08$100').replace('T070000Z', 'T090000'),
    ],
    [
      'a relative alarm',
      (view: string) => view.replace(/AALARM:[^\r]*/, 'AALARM:-PT15M;;;reminder\r\nDALARM:-PT15M;;;reminder'),
    ],
  ])('writes nothing when the phone sends %s (M4, M9, M12, DS-121)', (_name, change) => {
    const outcome = edit({ body: rich, change });
    expect(outcome.changed).toBe(false);
    expect(outcome.body).toBe(rich);
  });

  it('changes what the phone changed and nothing else (M10, DS-121)', () => {
    const { lines, changed } = edit({
      body: rich,
      change: (view) => view.replace('SUMMARY:Dentist', 'SUMMARY:Dr. Dee'),
    });
    expect(changed).toBe(true);
    const expected = linesOfText(rich).map((line) =>
      line.startsWith('SUMMARY')
        ? 'SUMMARY:Dr. Dee'
        : line.startsWith('SEQUENCE')
          ? 'SEQUENCE:4'
          : line.replace(/^(DTSTAMP):.*/, '$1:20240501T120000Z'),
    );
    expect(lines.filter((line) => !line.startsWith('LAST-MODIFIED'))).toEqual(expected);
  });

  it.each([
    [
      'start',
      'DTSTART:20240507T063000Z',
      'DTSTART:20240507T053000Z',
      ['DTSTART;TZID=Europe/Berlin:20240507T073000', 'DTEND;TZID=Europe/Berlin:20240507T090000'],
    ],
    [
      'end',
      'DTEND:20240507T070000Z',
      'DTEND:20240507T080000Z',
      ['DTSTART;TZID=Europe/Berlin:20240507T083000', 'DTEND;TZID=Europe/Berlin:20240507T100000'],
    ],
    ['text gone', 'DESCRIPTION:bring the card\r\n', '', ['SUMMARY:Dentist']],
    [
      'alarm',
      'AALARM:20240507T061500Z',
      'AALARM:20240507T060000Z',
      ['TRIGGER:-PT30M', 'X-ALARM:1', 'ACTION:EMAIL'],
    ],
    ['alarm gone', 'AALARM:20240507T061500Z;;;\r\n', '', ['ACTION:EMAIL', 'TRIGGER:-P1D']],
    ['priority', 'PRIORITY:1', 'PRIORITY:3', ['PRIORITY:9']],
    [
      'to a series',
      'END:VEVENT',
      'RRULE:W1 TU #0\r\nEND:VEVENT',
      ['RRULE:FREQ=WEEKLY;BYDAY=TU', 'DTSTART;TZID=Europe/Berlin:20240507T083000'],
    ],
  ])('%s', (name, from, to, expected) => {
    const outcome = edit({ body: rich, change: (view) => view.replace(from, to) });
    expect(outcome.changed).toBe(true);
    expect(outcome.lines).toEqual(
      expect.arrayContaining([
        ...expected,
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org',
        'X-KEEP;X-P="a;b":me',
      ]),
    );
    expect(outcome.body).not.toContain(gone[name] ?? 'nothing of the kind');
  });

  it('takes nothing as removed when it does not know what the phone was shown (M2, DS-121)', () => {
    const incoming = vcal('SUMMARY:Dentist', 'DTSTART:20240507T063000Z', 'DTEND:20240507T070000Z');
    expect(edit({ body: rich, view: null, change: () => incoming }).changed).toBe(false);
    const more = incoming.replace('END:VEVENT', 'LOCATION:Main street\r\nEND:VEVENT');
    const outcome = edit({ body: rich, view: null, change: () => more });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['LOCATION:Main street', 'DESCRIPTION:bring the card']),
    );
    expect(outcome.conflicts).toEqual([]);
  });

  it('leaves alone what the phone does not hold (M1, DS-121)', () => {
    const small = oldPhone(listing('SUMMARY', 'DTSTART', 'DTEND'));
    const outcome = edit({
      body: rich,
      phone: small,
      change: (view) => view.replace('END:VEVENT', 'CLASS:PRIVATE\r\nDESCRIPTION:\r\nEND:VEVENT'),
    });
    expect(outcome.changed).toBe(false);
  });

  it('does not cut in the cloud what it cut for the phone (M5, DS-121)', () => {
    const small = oldPhone({ properties: { SUMMARY: { maxSize: 4 }, LOCATION: {} } });
    const outcome = edit({
      body: rich,
      phone: small,
      change: (view) => view.replace('END:VEVENT', 'LOCATION:Attic\r\nEND:VEVENT'),
    });
    expect(outcome.lines).toEqual(expect.arrayContaining(['SUMMARY:Dentist', 'LOCATION:Attic']));
  });

  describe('when the cloud changed as well', () => {
    const shown = events.image(rich, '', phone).view;
    const cloud = rich
      .replace('SUMMARY:Dentist', 'SUMMARY:Surgery')
      .replace('20240507T090000', '20240507T093000');
    it('merges property by property (M11, DS-121)', () => {
      const outcome = edit({
        body: cloud,
        view: shown,
        change: (view) =>
          view
            .replace('20240507T063000Z', '20240508T063000Z')
            .replace('20240507T070000Z', '20240508T070000Z'),
      });
      expect(outcome.conflicts).toEqual([]);
      expect(outcome.lines).toEqual(
        expect.arrayContaining([
          'SUMMARY:Surgery',
          'DTSTART;TZID=Europe/Berlin:20240508T083000',
          'DTEND;TZID=Europe/Berlin:20240508T093000',
        ]),
      );
    });
    it.each([
      ['merge', 'SUMMARY:Dr. Dee'],
      ['phone-wins', 'SUMMARY:Dr. Dee'],
      ['keep-both', 'SUMMARY:Dr. Dee'],
      ['cloud-wins', 'SUMMARY:Surgery'],
    ] as const)('%s', (policy, expected) => {
      const outcome = edit({
        body: cloud,
        view: shown,
        policy,
        change: (view) => view.replace('SUMMARY:Dentist', 'SUMMARY:Dr. Dee'),
      });
      expect(outcome.conflicts).toEqual(['SUMMARY']);
      expect(outcome.lines).toContain(expected);
      expect(outcome.changed).toBe(policy !== 'cloud-wins');
    });
  });
});

const gone: Readonly<Record<string, string>> = { 'text gone': 'bring', 'alarm gone': 'X-ALARM' };

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

describe('a slow-sync match: nobody knows who changed what', () => {
  const series = ical('SUMMARY:Tea', 'DTSTART:20240507T090000Z', 'RRULE:FREQ=DAILY;COUNT=9');
  const incoming = ical(
    'SUMMARY:Cake',
    'LOCATION:Garden',
    'DTSTART:20240507T100000Z',
    'RRULE:FREQ=DAILY;COUNT=9',
    'EXDATE:20240509T100000Z',
  );
  it.each(['merge', 'cloud-wins', 'keep-both'] as const)('%s keeps what the cloud holds', (policy) => {
    const outcome = edit({ body: series, phone: newPhone(), view: null, policy, change: () => incoming });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['SUMMARY:Tea', 'LOCATION:Garden', 'DTSTART:20240507T090000Z']),
    );
    expect(outcome.body).not.toContain('EXDATE');
    expect(outcome.conflicts).toEqual(['DTSTART', 'EXDATE', 'SUMMARY']);
  });
  it('phone-wins takes what the phone says', () => {
    const outcome = edit({
      body: series,
      phone: newPhone(),
      view: null,
      policy: 'phone-wins',
      change: () => incoming,
    });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['SUMMARY:Cake', 'DTSTART:20240507T100000Z', 'EXDATE:20240509T100000Z']),
    );
  });
});

describe('apply of iCalendar 2.0', () => {
  const capabilities = newPhone();
  it('takes the same instants in another form as no change (M4, DS-121)', () => {
    const outcome = edit({
      body: rich,
      phone: capabilities,
      change: (view) =>
        view
          .replace('DTSTART;TZID=Europe/Berlin:20240507T083000', 'DTSTART:20240507T063000Z')
          .replace('DTEND;TZID=Europe/Berlin:20240507T090000', 'DURATION:PT30M'),
    });
    expect(outcome.changed).toBe(false);
  });
  it('changes, adds and removes', () => {
    const outcome = edit({
      body: rich.replace('PRIORITY:3', 'PRIORITY:3\r\nGEO:1;2'),
      phone: capabilities,
      change: (view) =>
        view
          .replace('SUMMARY:Dentist', 'SUMMARY:Dr. Dee')
          .replace('GEO:1;2', 'CONTACT:Nurse')
          .replace('PRIORITY:3', 'PRIORITY:4'),
    });
    expect(outcome.lines).toEqual(
      expect.arrayContaining([
        'SUMMARY:Dr. Dee',
        'CONTACT:Nurse',
        'PRIORITY:4',
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org',
      ]),
    );
    expect(outcome.body).not.toContain('GEO');
  });
  it('gets new times with a zone the body does not know yet', () => {
    const body = ical('DTSTART;VALUE=DATE:20240507');
    const outcome = edit({
      body,
      phone: capabilities,
      change: (view) =>
        view.replace('DTSTART;VALUE=DATE:20240507', 'DTSTART;TZID=America/New_York:20240507T090000'),
    });
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['DTSTART;TZID=America/New_York:20240507T090000', 'TZID:America/New_York']),
    );
  });
});
