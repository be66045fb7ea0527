/** An invented event written as vCalendar 1.0 or iCalendar 2.0 (RFC 5545), as phones do. */
import { inventEvent } from './invented.ts';
import type { InventedEvent } from './invented.ts';
import { escapeText, foldLines, quotedPrintable } from './line.ts';

/** `type`: `text/x-vcalendar` (1.0) or `text/calendar` (2.0). */
export function eventText(seed: number, type: string, change: Partial<InventedEvent> = {}): string {
  const event = { ...inventEvent(seed), ...change };
  return type === 'text/calendar' ? icalendar20(event) : vcalendar10(event);
}

function vcalendar10(event: InventedEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:1.0',
    'BEGIN:VEVENT',
    line10('SUMMARY', event.summary),
    ...(event.location === null ? [] : [line10('LOCATION', event.location)]),
    ...(event.description === null ? [] : [line10('DESCRIPTION', event.description)]),
    `DTSTART:${event.allDay ? `${date(event.start)}T000000` : utc(event.start)}`,
    `DTEND:${event.allDay ? `${date(event.end)}T000000` : utc(event.end)}`,
    ...(event.repeats === null ? [] : [`RRULE:${rule10(event, event.repeats)}`]),
    ...(event.alarmMinutes === null
      ? []
      : [`AALARM:${utc(new Date(event.start.getTime() - event.alarmMinutes * 60_000))};;;`]),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function line10(name: string, value: string): string {
  const escaped = value.replaceAll(/[\\;]/g, '\\$&');
  if (/^[\x20-\x7e]*$/.test(escaped)) return `${name}:${escaped}`;
  return `${name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${quotedPrintable(escaped)}`;
}

/** vCalendar 1.0, Recurrence: D1, W1 with a weekday, MD1 with a day of the month, YM1 with a month. */
function rule10(event: InventedEvent, repeats: NonNullable<InventedEvent['repeats']>): string {
  const rules = {
    day: 'D1',
    week: `W1 ${weekdays[event.start.getUTCDay()]}`,
    month: `MD1 ${event.start.getUTCDate()}`,
    year: `YM1 ${event.start.getUTCMonth() + 1}`,
  };
  return `${rules[repeats.every]} #${repeats.count}`;
}

function icalendar20(event: InventedEvent): string {
  return foldLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Phone//EN',
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    'DTSTAMP:20260101T000000Z',
    `SUMMARY:${escapeText(event.summary)}`,
    ...(event.location === null ? [] : [`LOCATION:${escapeText(event.location)}`]),
    ...(event.description === null ? [] : [`DESCRIPTION:${escapeText(event.description)}`]),
    event.allDay ? `DTSTART;VALUE=DATE:${date(event.start)}` : `DTSTART:${utc(event.start)}`,
    event.allDay ? `DTEND;VALUE=DATE:${date(event.end)}` : `DTEND:${utc(event.end)}`,
    ...(event.repeats === null
      ? []
      : [`RRULE:FREQ=${frequencies[event.repeats.every]};COUNT=${event.repeats.count}`]),
    ...(event.alarmMinutes === null
      ? []
      : [
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          'DESCRIPTION:Alarm',
          `TRIGGER:-PT${event.alarmMinutes}M`,
          'END:VALARM',
        ]),
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

function utc(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}

function date(time: Date): string {
  return utc(time).slice(0, 8);
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const frequencies = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const;
