/** Phones and texts for the tests of this folder. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { NewItem } from '../contract.ts';

const plain: PhoneCapabilities = {
  kind: 'event',
  contentType: 'text/x-vcalendar',
  utc: true,
  timeZone: 'Europe/Berlin',
  allDay: 'midnight',
  rruleCount: 'intervals',
  quotedPrintable: true,
  charset: 'UTF-8',
  maxPhoto: 0,
};

export function oldPhone(rules: Partial<PhoneCapabilities> = {}): PhoneCapabilities {
  return { ...plain, ...rules };
}

export function newPhone(rules: Partial<PhoneCapabilities> = {}): PhoneCapabilities {
  return { ...plain, contentType: 'text/calendar', ...rules };
}

/** Capabilities that list exactly these properties. */
export function listing(...names: readonly string[]): Pick<PhoneCapabilities, 'properties'> {
  return { properties: Object.fromEntries(names.map((name) => [name, {}])) };
}

export const now = Date.UTC(2024, 4, 1, 12);

export function newItem(capabilities: PhoneCapabilities): NewItem {
  return { uid: 'generated', now, capabilities };
}

/** A vCalendar 1.0 text of lines. */
export function vcal(...lines: readonly string[]): string {
  return text(['BEGIN:VCALENDAR', 'VERSION:1.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR']);
}

/** A resource with one event of these lines. */
export function ical(...lines: readonly string[]): string {
  return resource(lines);
}

/** A resource with several events, each given by its lines. UID and DTSTAMP are put in front. */
export function resource(...events: readonly (readonly string[])[]): string {
  return text([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Server//EN',
    ...berlin,
    ...events.flatMap((lines) => [
      'BEGIN:VEVENT',
      'UID:u1@example.org',
      'DTSTAMP:20240101T000000Z',
      ...lines,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]);
}

export function text(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

/** Unfolded lines. */
export function linesOfText(source: string): readonly string[] {
  return source.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
}

export const berlin = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
