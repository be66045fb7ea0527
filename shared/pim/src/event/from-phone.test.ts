import { describe, expect, it } from 'vitest';
import { events } from './index.ts';
import { linesOfText, newItem, oldPhone, vcal } from './fixtures.ts';

const utcPhone = oldPhone();

function created(...lines: readonly string[]): readonly string[] {
  return linesOfText(events.create(vcal(...lines), newItem(utcPhone)));
}

describe('from the phone', () => {
  it.each([
    [
      'UTC stays',
      ['DTSTART:20240507T063000Z', 'DTEND:20240507T070000Z'],
      ['DTSTART:20240507T063000Z', 'DTEND:20240507T070000Z'],
    ],
    [
      'local time is the person’s',
      ['DTSTART:20240507T083000', 'DTEND:20240507T090000'],
      ['DTSTART;TZID=Europe/Berlin:20240507T083000', 'TZID:Europe/Berlin'],
    ],
    [
      'all-day, midnight',
      ['DTSTART:20240507T000000', 'DTEND:20240508T000000'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'all-day, one minute to',
      ['DTSTART:20240507T000000', 'DTEND:20240508T235900'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240509'],
    ],
    [
      'all-day, one second to',
      ['DTSTART:20260608T000000', 'DTEND:20260608T235959'],
      ['DTSTART;VALUE=DATE:20260608', 'DTEND;VALUE=DATE:20260609'],
    ],
    [
      'all-day, both midnight',
      ['DTSTART:20240507T000000', 'DTEND:20240507T000000'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'all-day, Sony Ericsson P900',
      ['DTSTART:20240507T000000Z', 'DTEND:20240507T240000Z'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'all-day, midnight in the person’s zone',
      ['DTSTART:20240506T220000Z', 'DTEND:20240507T220000Z'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'all-day, dates',
      ['DTSTART:20240507', 'DTEND:20240508'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'all-day by flag',
      ['DTSTART:20240507T080000', 'DTEND:20240507T180000', 'X-FUNAMBOL-ALLDAY:1'],
      ['DTSTART;VALUE=DATE:20240507', 'DTEND;VALUE=DATE:20240508'],
    ],
    [
      'S60 anniversary',
      [
        'DTSTART:19700507T000000',
        'DTEND:19700507T000000',
        'X-EPOCAGENDAENTRYTYPE:ANNIVERSARY',
        'RRULE:YM1 #0',
      ],
      ['DTSTART;VALUE=DATE:19700507', 'RRULE:FREQ=YEARLY'],
    ],
    ['only DTEND', ['DTEND:20240507T090000'], ['DTSTART;TZID=Europe/Berlin:20240507T090000']],
    [
      'extended form',
      ['DTSTART:2024-05-07T08:30:00', 'DTEND:20240507T0900'],
      ['DTSTART;TZID=Europe/Berlin:20240507T083000', 'DTEND;TZID=Europe/Berlin:20240507T090000'],
    ],
    ['alarm', ['DTSTART:20240507T083000', 'AALARM:20240507T081500;;;'], ['ACTION:AUDIO', 'TRIGGER:-PT15M']],
    [
      'alarm with snooze',
      ['DTSTART:20240507T083000', 'DALARM:20240507T080000;PT5M;2;Leave now'],
      ['ACTION:DISPLAY', 'DESCRIPTION:Leave now', 'TRIGGER:-PT30M', 'DURATION:PT5M', 'REPEAT:2'],
    ],
    [
      'relative alarm',
      ['DTSTART:20250208T080000Z', 'AALARM:-PT15M;;;reminder', 'DALARM:-PT15M;;;reminder'],
      ['ACTION:DISPLAY', 'DESCRIPTION:reminder', 'TRIGGER:-PT15M'],
    ],
    ['weekly', ['DTSTART:20240506T090000', 'RRULE:W1 MO #0'], ['RRULE:FREQ=WEEKLY;BYDAY=MO']],
    [
      'two days a week',
      ['DTSTART:20240507T090000', 'RRULE:W1 TU TH #5'],
      ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10'],
    ],
    ['last Sunday', ['DTSTART:20240526T090000', 'RRULE:MP1 1- SU #0'], ['RRULE:FREQ=MONTHLY;BYDAY=-1SU']],
    ['last day', ['DTSTART:20240531T090000', 'RRULE:MD1 LD #0'], ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1']],
    ['default duration', ['DTSTART:20240507T090000', 'RRULE:D4'], ['RRULE:FREQ=DAILY;INTERVAL=4;COUNT=2']],
    [
      'exceptions',
      ['DTSTART:20240507T090000', 'RRULE:W1 TU #0', 'EXDATE:20240514T090000;20240521T090000'],
      ['EXDATE;TZID=Europe/Berlin:20240514T090000,20240521T090000'],
    ],
    [
      'exception by day',
      ['DTSTART:20240507T090000', 'RRULE:W1 TU #0', 'EXDATE:20240514'],
      ['EXDATE;TZID=Europe/Berlin:20240514T090000'],
    ],
    [
      'series in UTC',
      ['DTSTART:20240304T080000Z', 'RRULE:W1 MO #0'],
      ['DTSTART;TZID=Europe/Berlin:20240304T090000', 'RRULE:FREQ=WEEKLY;BYDAY=MO'],
    ],
    [
      'series in UTC with the weekday of UTC',
      ['DTSTART:20240303T233000Z', 'RRULE:W1 SU #0'],
      ['DTSTART;TZID=Europe/Berlin:20240304T003000', 'RRULE:FREQ=WEEKLY;BYDAY=MO'],
    ],
    [
      'unknown grammar',
      ['DTSTART:20240507T090000', 'RRULE:MP6 1+ MO #5 D2 0600 #3'],
      ['X-VCALENDAR-RRULE:MP6 1+ MO #5 D2 0600 #3'],
    ],
    [
      'people',
      [
        'DTSTART:20240507T090000',
        'ATTENDEE;ROLE=ATTENDEE;STATUS=TENTATIVE;EXPECT=REQUIRE:Henry Cabot <henry@example.net>',
      ],
      [
        'ATTENDEE;CN=Henry Cabot;PARTSTAT=TENTATIVE;ROLE=REQ-PARTICIPANT;SCHEDULE-AGENT=CLIENT:mailto:henry@example.net',
      ],
    ],
    [
      'levels',
      [
        'DTSTART:20240507T090000',
        'PRIORITY:2',
        'STATUS:NEEDS ACTION',
        'TRANSP:1',
        'CLASS:PRIVATE',
        'CATEGORIES:Work;PHONE CALL',
      ],
      ['PRIORITY:5', 'TRANSP:TRANSPARENT', 'CLASS:PRIVATE', 'CATEGORIES:Work,PHONE CALL'],
    ],
    [
      'text',
      [
        'DTSTART:20240507T090000',
        'SUMMARY:Fish, chips; C:\\temp',
        'DESCRIPTION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=BCche=0D=0A=',
        'milk',
      ],
      ['SUMMARY:Fish\\, chips\\; C:\\\\temp', 'DESCRIPTION:Küche\\nmilk'],
    ],
  ])('%s', (_name, lines, expected) => {
    const body = created(...lines);
    expect(body).toEqual(
      expect.arrayContaining([...expected, 'VERSION:2.0', 'UID:generated', 'DTSTAMP:20240501T120000Z']),
    );
    expect(body.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  });

  it('takes the zone the phone tells', () => {
    const body = events.create(
      vcal(
        'TZ:-05',
        'DAYLIGHT:TRUE;-04;20240310T070000Z;20241103T060000Z;EST;EDT',
        'DTSTART:20240507T130000Z',
        'DTEND:20240507T140000Z',
      ),
      newItem(utcPhone),
    );
    expect(linesOfText(body)).toEqual(
      expect.arrayContaining(['DTSTART;TZID=America/New_York:20240507T090000', 'TZID:America/New_York']),
    );
  });

  it('has no time without a start', () => {
    expect(() => events.create(vcal('SUMMARY:x'), newItem(utcPhone))).toThrow('DTSTART');
  });
});
