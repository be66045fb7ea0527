import { describe, expect, it } from 'vitest';
import { events } from './index.ts';
import { ical, linesOfText, listing, newPhone, oldPhone } from './fixtures.ts';

const utcPhone = oldPhone();
const localPhone = oldPhone({ utc: false });
const zonePhone = oldPhone(
  listing('SUMMARY', 'DTSTART', 'DTEND', 'RRULE', 'EXDATE', 'TZ', 'DAYLIGHT', 'AALARM'),
);

function shown(phone: typeof utcPhone, body: string, id = ''): readonly string[] {
  return linesOfText(events.image(body, id, phone).view);
}

describe('to the phone', () => {
  const weekly = ['DTSTART;TZID=Europe/Berlin:20240304T090000', 'RRULE:FREQ=WEEKLY;BYDAY=MO'];
  it.each([
    ['UTC', utcPhone, ['DTSTART:20240507T063000Z'], ['DTSTART:20240507T063000Z', 'DTEND:20240507T063000Z']],
    ['local', localPhone, ['DTSTART:20240507T063000Z'], ['DTSTART:20240507T083000']],
    [
      'zoned to UTC',
      utcPhone,
      ['DTSTART;TZID=Europe/Berlin:20240507T083000', 'DURATION:PT30M'],
      ['DTSTART:20240507T063000Z', 'DTEND:20240507T070000Z'],
    ],
    ['floating', utcPhone, ['DTSTART:20240507T083000'], ['DTSTART:20240507T083000']],
    [
      'midnight',
      utcPhone,
      ['DTSTART;VALUE=DATE:20240507'],
      ['DTSTART:20240507T000000', 'DTEND:20240508T000000'],
    ],
    [
      '235900',
      oldPhone({ allDay: '235900' }),
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240509'],
      ['DTSTART:20240507T000000', 'DTEND:20240508T235900'],
    ],
    [
      'date',
      oldPhone({ allDay: 'date' }),
      ['DTSTART;VALUE=DATE:20240507'],
      ['DTSTART:20240507', 'DTEND:20240508'],
    ],
    ['series local', utcPhone, weekly, ['DTSTART:20240304T090000', 'RRULE:W1 MO #0']],
    [
      'series with zone',
      zonePhone,
      weekly,
      [
        'TZ:+01',
        'DAYLIGHT:TRUE;+02;20240331T010000Z;20241027T010000Z;CET;CEST',
        'DTSTART:20240304T080000Z',
        'RRULE:W1 MO #0',
      ],
    ],
    [
      'two days a week',
      utcPhone,
      ['DTSTART;TZID=Europe/Berlin:20240507T090000', 'RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10'],
      ['RRULE:W1 TU TH 20240606T090000'],
    ],
    [
      'yearly by position',
      utcPhone,
      ['DTSTART;TZID=Europe/Berlin:20240331T090000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'],
      ['RRULE:MP12 1- SU #0'],
    ],
    [
      'working days',
      utcPhone,
      [
        'DTSTART;TZID=Europe/Berlin:20240506T090000',
        'RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20240517T070000Z',
      ],
      ['RRULE:W1 MO TU WE TH FR 20240517T090000'],
    ],
    [
      'monthly, six times',
      utcPhone,
      ['DTSTART;TZID=Europe/Berlin:20250501T110000', 'RRULE:FREQ=MONTHLY;COUNT=6'],
      ['RRULE:MD1 1 #6'],
    ],
    [
      'all-day with end',
      utcPhone,
      ['DTSTART;VALUE=DATE:20240507', 'RRULE:FREQ=DAILY;UNTIL=20240510'],
      ['RRULE:D1 20240510T000000'],
    ],
    [
      'exceptions',
      utcPhone,
      [...weekly, 'EXDATE;TZID=Europe/Berlin:20240311T090000,20240318T090000'],
      ['EXDATE:20240311T090000;20240318T090000'],
    ],
    [
      'alarm',
      localPhone,
      ['DTSTART:20240507T063000Z', 'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15M', 'END:VALARM'],
      ['AALARM:20240507T081500;;;'],
    ],
    [
      'alarm of a day',
      utcPhone,
      ['DTSTART;VALUE=DATE:20240507', 'BEGIN:VALARM', 'ACTION:AUDIO', 'TRIGGER:-PT6H', 'END:VALARM'],
      ['AALARM:20240506T180000;;;'],
    ],
    [
      'DALARM',
      oldPhone(listing('DALARM')),
      [
        'DTSTART:20240507T063000Z',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'DESCRIPTION:Go',
        'TRIGGER:-PT15M',
        'END:VALARM',
      ],
      ['DALARM:20240507T061500Z;;;Go'],
    ],
    [
      'people, asked for',
      oldPhone(listing('ATTENDEE')),
      [
        'DTSTART:20240507T063000Z',
        'ATTENDEE;CN=Henry Cabot;PARTSTAT=TENTATIVE;ROLE=REQ-PARTICIPANT:mailto:henry@example.net',
      ],
      ['ATTENDEE;ROLE=ATTENDEE;STATUS=TENTATIVE;EXPECT=REQUIRE:Henry Cabot <henry@example.net>'],
    ],
    [
      'S60 kind',
      oldPhone(listing('X-EPOCAGENDAENTRYTYPE')),
      ['DTSTART;VALUE=DATE:20240507'],
      ['X-EPOCAGENDAENTRYTYPE:EVENT'],
    ],
  ])('%s', (_name, phone, lines, expected) => {
    expect(shown(phone, ical(...lines))).toEqual(expect.arrayContaining(['VERSION:1.0', ...expected]));
  });

  it('does not show people unasked, nor properties the phone lacks, and cuts what is too long', () => {
    const body = ical(
      'DTSTART:20240507T063000Z',
      'SUMMARY:Tea and biscuits',
      'LOCATION:Attic',
      'ATTENDEE:mailto:a@example.org',
      'GEO:1;2',
    );
    expect(shown(utcPhone, body).join()).not.toContain('ATTENDEE');
    const small = oldPhone({ properties: { SUMMARY: { maxSize: 3 }, DTSTART: {}, DTEND: {} } });
    const image = events.image(body, '', small);
    expect(linesOfText(image.view)).toContain('SUMMARY:Tea');
    expect(image.withheld).toEqual(['ATTENDEE', 'GEO', 'LOCATION', 'SUMMARY']);
  });

  it('shows an iCalendar 2.0 phone its own lines with the zones they need', () => {
    const body = ical(...weekly, 'SUMMARY:Standup', 'X-OTHER:1', 'ATTENDEE:mailto:a@example.org');
    const view = shown(newPhone(), body);
    expect(view).toEqual(
      expect.arrayContaining(['VERSION:2.0', 'TZID:Europe/Berlin', ...weekly, 'UID:u1@example.org']),
    );
    expect(view.join()).not.toContain('ATTENDEE');
    expect(shown(newPhone(listing('SUMMARY', 'DTSTART')), body).join()).not.toMatch(/FREQ=WEEKLY|X-OTHER/);
    expect(
      shown(newPhone({ utc: false, timeZone: 'America/New_York' }), ical('DTSTART:20240507T130000Z')),
    ).toEqual(
      expect.arrayContaining(['DTSTART;TZID=America/New_York:20240507T090000', 'TZID:America/New_York']),
    );
  });
});
