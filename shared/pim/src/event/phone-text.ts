/** What phones send and are sent: one event in a calendar of either version. */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf, type Component } from '../text/content-line.ts';
import { writeLegacy, writeModern } from '../text/write-text.ts';
import { plainLine, readCalendar, type CalendarText, type ItemName } from '../calendar/calendar-text.ts';
import { instantOf, readTime, type CalendarTime } from '../calendar/calendar-time.ts';
import { userZone } from '../calendar/zone-library.ts';
import { readZoneLines } from '../calendar/zone-lines.ts';
import { zoneBook, type ZoneBook } from '../calendar/zone-book.ts';
import { recurrenceIdOf } from './resource.ts';
import { readView, type EventView } from './view.ts';

/** Octets of a phone as a view: decoded, with VERSION, of the old version with all of it in UTF-8. */
export function readPhoneText(octets: Uint8Array, charset: string, name: ItemName = 'VEVENT'): string {
  const read = readCalendar(octets, name, { charset });
  const version = read.dialect === 'legacy' ? '1.0' : '2.0';
  const lines = read.calendar.lines.filter((line) => line.name !== 'VERSION');
  const components = read.calendar.components.filter((component) => component.name === 'VTIMEZONE');
  const calendar: Component = {
    name: 'VCALENDAR',
    lines: [plainLine('VERSION', version), ...lines],
    components: [...components, ...read.items],
  };
  return writeView(calendar, read.dialect === 'legacy', utf8);
}

export function writeView(
  calendar: Component,
  legacy: boolean,
  options: { readonly quotedPrintable: boolean; readonly charset: string },
): string {
  return legacy ? writeLegacy(calendar, options) : writeModern(calendar);
}

/** The event of a view; of several the master. Throws `unreadable` when there is none. */
export function readPhoneView(
  text: string,
  capabilities: PhoneCapabilities,
  name: ItemName = 'VEVENT',
): EventView {
  const read = readCalendar(text, name);
  const item = masterOf(read);
  const book = phoneBook(read, item, capabilities.timeZone);
  return readView(item, read.dialect, book, { count: capabilities.rruleCount });
}

export function masterOf(read: CalendarText): Component {
  return read.items.find((item) => phoneRecurrenceId(item) === '') ?? read.items[0];
}

/** Some vCalendar 1.0 writers have an X- property for it (SyncEvolution 2.0.0). */
export function phoneRecurrenceId(item: Component): string {
  const own = recurrenceIdOf(item);
  return own === '' ? (lineOf(item, 'X-RECURRENCE-ID')?.value.trim() ?? '') : own;
}

export function phoneRecurrenceTime(item: Component, book: ZoneBook): CalendarTime | undefined {
  return readTime(lineOf(item, 'RECURRENCE-ID') ?? lineOf(item, 'X-RECURRENCE-ID'), book);
}

/** Local times of a phone are in the zone it tells with TZ and DAYLIGHT, else in the person's. */
export function phoneBook(read: CalendarText, item: Component, timeZone: string): ZoneBook {
  const person = userZone(timeZone);
  const plain = zoneBook(read.calendar, person);
  if (read.dialect === 'modern') return plain;
  const start = readTime(lineOf(item, 'DTSTART') ?? lineOf(item, 'DTEND') ?? lineOf(item, 'DUE'), plain);
  const instant = start === undefined ? 0 : instantOf(start);
  const told = readZoneLines([read.calendar, item], person, instant);
  return told === undefined ? plain : zoneBook(read.calendar, told, true);
}

const utf8 = { quotedPrintable: true, charset: 'UTF-8' };
