/** A task of a resource as a phone should have it. A task that repeats is shown as the one that is due. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { PhoneImage } from '../contract.ts';
import { representable } from '../text/charset.ts';
import { lineOf, type Component, type ContentLine } from '../text/content-line.ts';
import { readText, writeList, writeText } from '../text/values.ts';
import { legacyAlarmLine } from '../calendar/alarm.ts';
import { newCalendar, plainLine, tzidsOf, uidOf, withZones } from '../calendar/calendar-text.ts';
import { instantOf, readTime, timeLine, type CalendarTime } from '../calendar/calendar-time.ts';
import { day, minute, writeDate, writeDateTime } from '../calendar/stamp.ts';
import { userZone } from '../calendar/zone-library.ts';
import { writeZoneLines } from '../calendar/zone-lines.ts';
import { toWall } from '../calendar/zone.ts';
import { fitText, isLegacy, lists, supports, supportsAlarms } from '../event/capabilities.ts';
import { writeView } from '../event/phone-text.ts';
import { itemOf, type Resource } from '../event/resource.ts';
import { toLegacyPriority } from '../event/scales.ts';
import type { EventView } from '../event/view.ts';
import { alarmAnchor, dueOf, stateOf, taskOfBody, taskTime } from './view.ts';

export function taskImage(
  resource: Resource,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
): PhoneImage {
  const view = taskOfBody(resource, itemOf(resource, recurrenceId));
  const cut = new Set<string>();
  const legacy = isLegacy(capabilities);
  const calendar = legacy
    ? legacyCalendar(view, recurrenceId, capabilities, cut)
    : modernCalendar(resource, view, capabilities, cut);
  const text = writeView(calendar, legacy, capabilities);
  return {
    view: legacy ? representable(text, capabilities.charset) : text,
    contentType: legacy ? 'text/x-vcalendar' : 'text/calendar',
    withheld: [...cut].toSorted(),
  };
}

function legacyCalendar(
  view: EventView,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
  cut: Set<string>,
): Component {
  const due = dueOf(view);
  const start = taskTime(view, 'DTSTART');
  const uid = uidOf(view.item);
  const lines: ContentLine[] = [];
  if (uid !== undefined && recurrenceId === '' && lists(capabilities, 'UID'))
    lines.push(plainLine('UID', uid));
  for (const [name, text] of [
    ['SUMMARY', view.summary],
    ['DESCRIPTION', view.description],
    ['LOCATION', view.location],
  ] as const) {
    const fitted = fitText(capabilities, name, text);
    if (fitted !== text) cut.add(name);
    if (fitted !== undefined && fitted !== '') lines.push(plainLine(name, writeText(fitted, 'legacy')));
  }
  const priority = toLegacyPriority(view.priority);
  if (view.categories.length > 0) lines.push(plainLine('CATEGORIES', writeList(view.categories, 'legacy')));
  if (view.url !== '') lines.push(plainLine('URL', view.url));
  if (lineOf(view.item, 'CLASS') !== undefined) lines.push(plainLine('CLASS', view.classification));
  if (priority > 0) lines.push(plainLine('PRIORITY', String(priority)));
  lines.push(...state(view, capabilities));
  if (start !== undefined) lines.push(plainLine('DTSTART', legacyTime(start, capabilities)));
  if (due !== undefined) lines.push(plainLine('DUE', legacyTime(due, capabilities)));
  lines.push(...alarms(view, capabilities));
  if (lists(capabilities, 'X-EPOCAGENDAENTRYTYPE')) lines.push(plainLine('X-EPOCAGENDAENTRYTYPE', 'TODO'));
  const shown = lines.filter((line) => supports(capabilities, line.name));
  const names = new Set(shown.map((line) => line.name));
  for (const line of view.item.lines)
    if (!names.has(line.name) && !bookkeeping.has(line.name)) cut.add(line.name);
  return {
    name: 'VCALENDAR',
    lines: [plainLine('VERSION', '1.0'), ...zoneLines(due ?? start, capabilities)],
    components: [{ name: 'VTODO', lines: shown, components: [] }],
  };
}

/** Phones without a state of their own for what is begun see it as still to do. */
function state(view: EventView, capabilities: PhoneCapabilities): readonly ContentLine[] {
  const now = stateOf(view);
  if (now === '') return [plainLine('STATUS', 'NEEDS ACTION')];
  if (now === 'IN-PROCESS') return [plainLine('STATUS', 'ACCEPTED')];
  if (now === 'CANCELLED') return [plainLine('STATUS', 'DECLINED')];
  const time = readTime(lineOf(view.item, 'COMPLETED'), view.book);
  const lines = [plainLine('STATUS', 'COMPLETED')];
  return time === undefined ? lines : [...lines, plainLine('COMPLETED', legacyTime(time, capabilities))];
}

function legacyTime(time: CalendarTime, capabilities: PhoneCapabilities): string {
  if (time.form === 'date') {
    if (capabilities.allDay === 'date') return writeDate(time.wall);
    return writeDateTime(capabilities.allDay === '235900' ? time.wall + day - minute : time.wall);
  }
  if (time.form === 'floating') return writeDateTime(time.wall);
  const instant = instantOf(time);
  if (capabilities.utc) return writeDateTime(instant, true);
  return writeDateTime(toWall(userZone(capabilities.timeZone), instant));
}

function zoneLines(time: CalendarTime | undefined, capabilities: PhoneCapabilities): readonly ContentLine[] {
  const knows = capabilities.utc && lists(capabilities, 'TZ') && lists(capabilities, 'DAYLIGHT');
  if (!knows || time === undefined || time.form === 'date' || time.form === 'floating') return [];
  return writeZoneLines(time.zone, instantOf(time));
}

function alarms(view: EventView, capabilities: PhoneCapabilities): readonly ContentLine[] {
  const [alarm] = view.alarms;
  if (alarm === undefined || !supportsAlarms(capabilities)) return [];
  const name = supports(capabilities, 'AALARM') ? 'AALARM' : 'DALARM';
  const { time, kind } = alarmAnchor(view);
  const moment = kind === 'MOMENT' || time.form === 'utc' || time.form === 'zoned';
  const utc = moment && capabilities.utc;
  const instant = instantOf(time);
  const wall = utc
    ? instant
    : moment
      ? toWall(userZone(capabilities.timeZone), instant + alarm.offset) - alarm.offset
      : time.wall;
  return [legacyAlarmLine(name, alarm, { wall, utc })];
}

function modernCalendar(
  resource: Resource,
  view: EventView,
  capabilities: PhoneCapabilities,
  cut: Set<string>,
): Component {
  const local = userZone(capabilities.timeZone);
  const lines = view.item.lines.flatMap((line) => {
    const shown = always.has(line.name) || (!onRequest.has(line.name) && supports(capabilities, line.name));
    if (line.name === '' || !(shown || lists(capabilities, line.name))) {
      cut.add(line.name);
      return [];
    }
    if (line.name === 'SUMMARY' || line.name === 'DESCRIPTION' || line.name === 'LOCATION') {
      const text = readText(line, 'modern');
      const fitted = fitText(capabilities, line.name, text);
      if (fitted === text) return [line];
      cut.add(line.name);
      return fitted === undefined
        ? []
        : [{ name: line.name, params: line.params, value: writeText(fitted, 'modern') }];
    }
    const time = line.name === 'DUE' || line.name === 'DTSTART' ? readTime(line, resource.book) : undefined;
    if (capabilities.utc || time === undefined || (time.form !== 'utc' && time.form !== 'zoned'))
      return [line];
    const wall = toWall(local, instantOf(time));
    return [timeLine(line.name, { form: 'zoned', wall, zone: local, tzid: local.name })];
  });
  const parts = supportsAlarms(capabilities) ? view.alarms.flatMap((alarm) => alarm.component ?? []) : [];
  const task: Component = { name: 'VTODO', lines, components: parts };
  return withZones(
    newCalendar([task]),
    tzidsOf(task).flatMap((tzid) => resource.book.vtimezone(tzid) ?? []),
  );
}

const always = new Set(['UID', 'DTSTAMP', 'DUE', 'DTSTART', 'DURATION', 'RECURRENCE-ID']);
const onRequest = new Set(['ATTENDEE', 'ORGANIZER', 'ATTACH', 'REQUEST-STATUS']);
const bookkeeping = new Set([
  '',
  'UID',
  'DTSTAMP',
  'CREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
  'RECURRENCE-ID',
  'DURATION',
  'CLASS',
]);
