import { describe, expect, it } from 'vitest';
import { events } from './index.ts';
import { berlin, ical, linesOfText, newPhone, oldPhone, resource, text, vcal } from './fixtures.ts';

const series = [
  'SUMMARY:Choir',
  'LOCATION:Hall',
  'DTSTART;TZID=Europe/Berlin:20240507T090000',
  'DTEND;TZID=Europe/Berlin:20240507T100000',
  'RRULE:FREQ=WEEKLY;BYDAY=TU',
  'SEQUENCE:2',
];
const moved = [
  'SUMMARY:Choir',
  'RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000',
  'DTSTART;TZID=Europe/Berlin:20240514T110000',
];
const base = resource(series, moved);

describe('mergeCloud', () => {
  const merge = (
    ours: string,
    theirs: string,
    policy: 'merge' | 'phone-wins' | 'cloud-wins' = 'merge',
    known: string | null = base,
  ) => events.mergeCloud({ base: known, ours, theirs, policy });

  it('takes both sides’ changes', () => {
    const ours = base.replace(
      'LOCATION:Hall',
      'LOCATION:Church\r\nEXDATE;TZID=Europe/Berlin:20240521T090000',
    );
    const theirs = base.replace('SUMMARY:Choir', 'SUMMARY:Singing').replace('T110000', 'T120000');
    const outcome = merge(ours, theirs);
    expect(outcome).toMatchObject({ changed: true, conflicts: [] });
    expect(linesOfText(outcome.body)).toEqual(
      expect.arrayContaining([
        'SUMMARY:Singing',
        'LOCATION:Church',
        'EXDATE;TZID=Europe/Berlin:20240521T090000',
        'DTSTART;TZID=Europe/Berlin:20240514T120000',
        'SEQUENCE:3',
      ]),
    );
  });

  it('needs no write when the server has it all', () => {
    const theirs = base.replace('LOCATION:Hall', 'LOCATION:Church').replace('SEQUENCE:2', 'SEQUENCE:5');
    expect(merge(base, theirs)).toEqual({ body: theirs, changed: false, conflicts: [] });
    expect(merge(theirs.replace('SEQUENCE:5', 'SEQUENCE:9'), theirs).changed).toBe(false);
  });

  it.each([
    ['merge', 'LOCATION:Theirs', false],
    ['phone-wins', 'LOCATION:Ours', true],
    ['cloud-wins', 'LOCATION:Theirs', false],
  ] as const)('%s decides a conflict', (policy, line, changed) => {
    const outcome = merge(
      base.replace('LOCATION:Hall', 'LOCATION:Ours'),
      base.replace('LOCATION:Hall', 'LOCATION:Theirs'),
      policy,
    );
    expect(outcome).toMatchObject({ changed, conflicts: ['LOCATION'] });
    expect(linesOfText(outcome.body)).toContain(line);
  });

  it('lets go what one side removed and the other left, and keeps what the other changed', () => {
    const without = resource(series);
    expect(events.occurrences(merge(without, base).body)).toEqual(['']);
    expect(events.occurrences(merge(base, without).body)).toEqual(['']);
    const touched = base.replace('T110000', 'T120000');
    expect(events.occurrences(merge(without, touched).body)).toEqual(['', '20240514T090000']);
    expect(events.occurrences(merge(touched, without).body)).toEqual(['', '20240514T090000']);
  });

  it('takes nothing as removed without a base', () => {
    const ours = base
      .replace('LOCATION:Hall\r\n', '')
      .replace('SUMMARY:Choir', 'SUMMARY:Choir\r\nURL:https://example.org');
    const outcome = merge(ours, base, 'merge', null);
    expect(linesOfText(outcome.body)).toEqual(
      expect.arrayContaining(['LOCATION:Hall', 'URL:https://example.org']),
    );
  });

  it('keeps start and end together', () => {
    const ours = base.replace(
      'T090000\r\nDTEND;TZID=Europe/Berlin:20240507T100000',
      'T150000\r\nDTEND;TZID=Europe/Berlin:20240507T160000',
    );
    const theirs = base.replace('20240507T100000', '20240507T103000');
    const outcome = merge(ours, theirs);
    expect(outcome.conflicts).toEqual(['DTSTART']);
    expect(linesOfText(outcome.body)).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Europe/Berlin:20240507T090000',
        'DTEND;TZID=Europe/Berlin:20240507T103000',
      ]),
    );
  });
});

describe('normalise', () => {
  it('does not mind how a server renders', () => {
    const other = text([
      'BEGIN:VCALENDAR',
      'PRODID:-//Other//EN',
      'VERSION:2.0',
      'CALSCALE:GREGORIAN',
      'X-WR-CALNAME:Home',
      'BEGIN:VEVENT',
      'RRULE:BYDAY=TU;INTERVAL=1;FREQ=WEEKLY',
      'DTSTART;VALUE=DATE-TIME;TZID=Europe/Berlin:20240507T090000',
      'UID:u1@example.org',
      'SUMMARY:Ch',
      ' oir',
      'DTSTAMP:20250101T000000Z',
      'SEQUENCE:9',
      'CLASS:PUBLIC',
      'TRANSP:OPAQUE',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
    const own = ical(
      'SUMMARY:Choir',
      'DTSTART;TZID=Europe/Berlin:20240507T090000',
      'RRULE:FREQ=WEEKLY;BYDAY=TU',
      'CREATED:20240101T000000Z',
    );
    expect(events.normalise(other)).toBe(events.normalise(own));
  });
  it.each([
    ['SUMMARY:Choir', 'SUMMARY:Chor'],
    ['T110000', 'T120000'],
    ['RRULE:FREQ=WEEKLY;BYDAY=TU\r\n', ''],
    ['LOCATION:Hall', 'LOCATION:Hall\r\nATTENDEE:mailto:a@example.org'],
  ])('minds %s', (from, to) => {
    expect(events.normalise(base.replace(from, to))).not.toBe(events.normalise(base));
  });
  it('wants a resource of its kind', () => {
    expect(() =>
      events.normalise(text(['BEGIN:VCALENDAR', 'VERSION:2.0', ...berlin, 'END:VCALENDAR'])),
    ).toThrow('VEVENT');
    expect(() => events.uidOf('BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD')).toThrow('VEVENT');
    expect(() => events.uidOf(vcal('SUMMARY:x'))).toThrow('iCalendar 2.0');
    expect(events.uidOf(base)).toBe('u1@example.org');
  });
});

describe('traits', () => {
  it('are the same for a body and for what a phone makes of it', () => {
    for (const phone of [oldPhone(), oldPhone({ utc: false }), newPhone()]) {
      const ofBody = events.traitsOfBody(base, '', phone);
      const ofView = events.traitsOfView(events.image(base, '', phone).view, phone);
      expect(ofView).toEqual({ ...ofBody, uid: phone.contentType === 'text/calendar' ? ofBody.uid : null });
      expect(ofBody.key).toBe('choir 20240507T070000Z');
    }
  });
  it('tell events apart', () => {
    const phone = oldPhone();
    const other = base.replace('SUMMARY:Choir', 'SUMMARY:Chor');
    expect(events.traitsOfBody(other, '', phone).key).not.toBe(events.traitsOfBody(base, '', phone).key);
    expect(events.traitsOfBody(base, '20240514T090000', phone)).toMatchObject({
      recurrenceId: '20240514T090000',
      key: 'choir 20240514T090000Z',
    });
  });
});

describe('readPhone', () => {
  it('brings old charsets into UTF-8', () => {
    const octets = Buffer.concat([
      Buffer.from(
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20240507T090000\r\nSUMMARY;CHARSET=ISO-8859-1:K',
      ),
      Buffer.from([0xfc]),
      Buffer.from('che\r\nEND:VEVENT\r\nEND:VCALENDAR'),
    ]);
    const view = events.readPhone(octets, 'text/x-vcalendar', oldPhone());
    expect(linesOfText(view)).toEqual(
      expect.arrayContaining(['VERSION:1.0', 'SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=BCche']),
    );
  });
  it('takes a bare event and keeps a series together', () => {
    expect(
      events.readPhone(
        Buffer.from('BEGIN:VEVENT\r\nDTSTART:20240507T090000\r\nEND:VEVENT'),
        null,
        oldPhone(),
      ),
    ).toContain('BEGIN:VCALENDAR');
    const view = events.readPhone(Buffer.from(base), 'text/calendar', newPhone());
    const created = events.create(view, { uid: 'new', now: 0, capabilities: newPhone() });
    expect(events.occurrences(created)).toEqual(['', '20240514T090000']);
  });
  it('refuses what holds no event', () => {
    expect(() =>
      events.readPhone(
        Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR'),
        null,
        oldPhone(),
      ),
    ).toThrow('VEVENT');
  });
});
