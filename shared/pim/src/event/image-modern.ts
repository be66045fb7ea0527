/** An event of a resource as an iCalendar 2.0 phone should have it: its own lines, as far as the phone holds them. */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf, paramValue, type Component, type ContentLine } from '../text/content-line.ts';
import { readText, writeText } from '../text/values.ts';
import { newCalendar, plainLine, tzidsOf, uidOf, withZones } from '../calendar/calendar-text.ts';
import { localWall, readTimes, timeLine, timeText, type CalendarTime } from '../calendar/calendar-time.ts';
import { digits } from '../calendar/stamp.ts';
import { userZone } from '../calendar/zone-library.ts';
import type { Zone } from '../calendar/zone.ts';
import { fitText, lists, supports, supportsAlarms } from './capabilities.ts';
import type { Image } from './image-legacy.ts';
import { isProtected, overriddenTimes, standIn } from './projection.ts';
import { bodyView, itemOf, type Resource } from './resource.ts';
import type { EventView } from './view.ts';

export function modernImage(
  resource: Resource,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
): Image {
  const item = itemOf(resource, recurrenceId);
  const view = bodyView(resource, item);
  const single = recurrenceId === '' && isProtected(resource, view, capabilities);
  const withheld: string[] = [];
  const kept = item.lines.flatMap((line) => {
    if (line.name === '') return [];
    const fitted = fitLine(line, capabilities, single);
    if (fitted === undefined || fitted.cut) withheld.push(line.name);
    return fitted?.line ?? [];
  });
  const spanned = withEnd(kept, view, capabilities);
  const shown = single ? moved(spanned, resource, view) : spanned;
  const lines = knowsOverrides(capabilities) ? shown : flattened(shown, resource, view, recurrenceId);
  const alarms = view.alarms.flatMap((alarm) => alarm.component ?? []);
  const components = supportsAlarms(capabilities) ? alarms : [];
  if (components.length < item.components.length) withheld.push('VALARM');
  const local = capabilities.utc
    ? lines
    : inLocalTime(lines, view, userZone(capabilities.timeZone), resource);
  const event: Component = { name: 'VEVENT', lines: local, components };
  const zones = tzidsOf(event).flatMap((tzid) => resource.book.vtimezone(tzid) ?? []);
  return { calendar: withZones(newCalendar([event]), zones), withheld: [...new Set(withheld)].toSorted() };
}

/** Undefined when the phone does not get the line. */
function fitLine(
  line: ContentLine,
  capabilities: PhoneCapabilities,
  single: boolean,
): { readonly line: ContentLine; readonly cut: boolean } | undefined {
  if (always.has(line.name)) return { line, cut: false };
  if (single && recurring.has(line.name)) return undefined;
  if (onRequest.has(line.name) ? !lists(capabilities, line.name) : !supports(capabilities, line.name))
    return undefined;
  if (!texts.has(line.name)) return { line, cut: false };
  const text = readText(line, 'modern');
  const fitted = fitText(capabilities, line.name, text);
  if (fitted === undefined) return undefined;
  if (fitted === text) return { line, cut: false };
  return { line: { name: line.name, params: line.params, value: writeText(fitted, 'modern') }, cut: true };
}

/** Phones that do not list DURATION get DTEND. */
function withEnd(
  lines: readonly ContentLine[],
  view: EventView,
  capabilities: PhoneCapabilities,
): readonly ContentLine[] {
  if (lineOf(view.item, 'DURATION') === undefined || view.span === undefined) return lines;
  if (lists(capabilities, 'DURATION')) return lines;
  const rest = lines.filter((line) => line.name !== 'DURATION');
  return [...rest, timeLine('DTEND', view.span.end)];
}

/** The one occurrence that stands for a series. */
function moved(lines: readonly ContentLine[], resource: Resource, view: EventView): readonly ContentLine[] {
  const start = standIn(resource, view);
  if (start === undefined || view.span === undefined) return lines;
  const end = { ...view.span.end, wall: view.span.end.wall + (start.wall - view.span.start.wall) };
  return lines.map((line) => {
    if (line.name === 'DTSTART') return timeLine('DTSTART', start);
    return line.name === 'DTEND' ? timeLine('DTEND', end) : line;
  });
}

function knowsOverrides(capabilities: PhoneCapabilities): boolean {
  return supports(capabilities, 'RECURRENCE-ID');
}

/** For phones without RECURRENCE-ID a changed occurrence is an exception of its series and an event of its own. */
function flattened(
  lines: readonly ContentLine[],
  resource: Resource,
  view: EventView,
  recurrenceId: string,
): readonly ContentLine[] {
  if (recurrenceId !== '') {
    const uid = `${uidOf(view.item) ?? ''}-${digits(recurrenceId)}`;
    return lines
      .filter((line) => line.name !== 'RECURRENCE-ID')
      .map((line) => (line.name === 'UID' ? plainLine('UID', uid) : line));
  }
  const start = view.span?.start;
  const repeats = lines.some((line) => line.name === 'RRULE');
  const exceptions = start === undefined || !repeats ? [] : overriddenTimes(resource, start);
  return exceptions.length === 0 ? lines : [...lines, timeLine('EXDATE', ...exceptions)];
}

/**
 * Times with a zone in the person's own, for phones that know no other. A series stays in the zone it runs in, and so
 * do its changed occurrences: in another zone it would move by an hour at a change of summer time, and lose its last
 * occurrence when that lies behind one (its UNTIL is a moment).
 */
function inLocalTime(
  lines: readonly ContentLine[],
  view: EventView,
  person: Zone,
  resource: Resource,
): readonly ContentLine[] {
  const start = view.span?.start;
  if (start === undefined || (start.form !== 'utc' && start.form !== 'zoned')) return lines;
  if (lines.some((line) => line.name === 'RRULE' || line.name === 'RECURRENCE-ID')) return lines;
  const local = (time: CalendarTime): CalendarTime =>
    time.form === 'utc' || time.form === 'zoned'
      ? { form: 'zoned', wall: localWall(time, person), zone: person, tzid: person.name }
      : time;
  return lines.map((line) => {
    if (!timed.has(line.name) || paramValue(line, 'VALUE')?.toUpperCase() === 'PERIOD') return line;
    const converted = readTimes(line, resource.book).map(local);
    const changed =
      converted.map(timeText).join(',') !== line.value || paramValue(line, 'TZID') !== person.name;
    return changed && converted.length > 0 ? timeLine(line.name, ...converted) : line;
  });
}

const always = new Set(['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'DURATION', 'RECURRENCE-ID']);
/** Sent only to phones that name them: people, files, and what servers put in for themselves. */
const onRequest = new Set(['ATTENDEE', 'ORGANIZER', 'ATTACH', 'REQUEST-STATUS']);
const recurring = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE']);
const texts = new Set(['SUMMARY', 'DESCRIPTION', 'LOCATION']);
const timed = new Set(['DTSTART', 'DTEND', 'RECURRENCE-ID', 'EXDATE', 'RDATE']);
