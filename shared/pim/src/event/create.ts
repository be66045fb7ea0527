/** A new resource from what a phone sent with what servers check before they store it. */
import type { NewItem } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import { linesOf, type Component } from '../text/content-line.ts';
import { alarmComponent } from '../calendar/alarm.ts';
import { newCalendar, plainLine, readCalendar, withZones, writeBody } from '../calendar/calendar-text.ts';
import { inFormOf, inZone, timeLine, type CalendarTime } from '../calendar/calendar-time.ts';
import { dayOf, timeOf, writeDateTime } from '../calendar/stamp.ts';
import { utcZone, type Zone } from '../calendar/zone.ts';
import type { Span } from './all-day.ts';
import { zonesOf } from './apply.ts';
import { modernAttendees } from './attendees.ts';
import { cleanEvent } from './clean-event.ts';
import { Draft } from './draft.ts';
import { fields } from './fields.ts';
import { writeSeries } from './merge-series.ts';
import { storedForm, writeSpan } from './merge-times.ts';
import { masterOf, phoneBook, phoneRecurrenceId } from './phone-text.ts';
import { readView, type EventView } from './view.ts';

/**
 * An occurrence without its series becomes an event of its own: servers refuse a resource with overrides alone
 * (Radicale 3 answers 400). Throws `unreadable` when there is no event with a start.
 */
export function create(incoming: string, item: NewItem): string {
  const { events, zones } = createEvents(incoming, item);
  return writeBody(withZones(newCalendar(events), zones));
}

export interface NewEvents {
  /** Master first. */
  readonly events: readonly [Component, ...Component[]];
  readonly zones: readonly Component[];
}

export function createEvents(incoming: string, item: NewItem): NewEvents {
  const read = readCalendar(incoming, 'VEVENT');
  const master = masterOf(read);
  const book = phoneBook(read, master, item.capabilities.timeZone);
  const view = readView(master, read.dialect, book, { count: item.capabilities.rruleCount });
  if (view.span === undefined) throw new PimError('unreadable', 'the event has no DTSTART');
  if (read.dialect === 'legacy') {
    const event = legacyEvent(view, view.span, item);
    return { events: [event], zones: zonesOf([event], book) };
  }
  const whole = phoneRecurrenceId(master) === '';
  const others = read.items.filter((other) => whole && other !== master && phoneRecurrenceId(other) !== '');
  const events = others.map((other) => cleanEvent(other, book, item, true));
  const first = cleanEvent(master, book, item, false);
  return { events: [first, ...events], zones: zonesOf([first, ...events], book) };
}

function legacyEvent(view: EventView, span: Span, item: NewItem): Component {
  const stamp = writeDateTime(item.now, true);
  const draft = new Draft({
    name: 'VEVENT',
    lines: [plainLine('UID', item.uid), plainLine('DTSTAMP', stamp), plainLine('CREATED', stamp)],
    components: [],
  });
  for (const field of fields) if (field.key(view, true) !== '') field.write(draft, view);
  const stored = zonedSpan(view, span);
  writeSpan(draft, stored);
  if (view.series !== undefined) {
    writeSeries(draft, view.series, stored.start);
    writeDates(draft, 'EXDATE', view.exdates, stored.start);
    writeDates(draft, 'RDATE', view.rdates, stored.start);
  } else {
    // The old grammar has more than any phone uses; what cannot be read is at least not lost.
    draft.set(
      'X-VCALENDAR-RRULE',
      ...linesOf(view.item, 'RRULE').map((line) => plainLine('X-VCALENDAR-RRULE', line.value)),
    );
  }
  const people = modernAttendees(view.item);
  draft.set('ORGANIZER', ...people.filter((line) => line.name === 'ORGANIZER').slice(0, 1));
  draft.set('ATTENDEE', ...people.filter((line) => line.name === 'ATTENDEE'));
  draft.setComponents(view.alarms.map((alarm) => alarmComponent(alarm, view.summary)));
  return draft.item;
}

/** UTC stays for a single event of a phone that names no zone. */
function zonedSpan(view: EventView, span: Span): Span {
  const zoned = storedForm(span);
  if (zoned.start.form !== 'utc') return zoned;
  if (view.series !== undefined && view.series.start.form === 'zoned')
    return inZoneOf(zoned, view.series.start.zone);
  const { local, told } = view.book;
  return told && local !== utcZone ? inZoneOf(zoned, local) : zoned;
}

function inZoneOf(span: Span, zone: Zone): Span {
  return { start: inZone(span.start, zone), end: inZone(span.end, zone) };
}

function writeDates(
  draft: Draft,
  name: 'EXDATE' | 'RDATE',
  times: readonly CalendarTime[],
  start: CalendarTime,
): void {
  if (times.length === 0) return;
  const stored = times.map((time) => inFormOf(time, start));
  const exact =
    name === 'EXDATE'
      ? stored.map((time) => ({ ...time, wall: dayOf(time.wall) + timeOf(start.wall) }))
      : stored;
  draft.set(name, timeLine(name, ...exact));
}
