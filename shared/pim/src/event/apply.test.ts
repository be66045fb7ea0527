import { describe, expect, it } from 'vitest';
import { edit, phone, rich } from './edit-fixture.ts';
import { ical, linesOfText, listing, newPhone, oldPhone, vcal } from './fixtures.ts';
import { events } from './index.ts';

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
