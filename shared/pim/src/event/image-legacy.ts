/** An event of a resource as a vCalendar 1.0 phone should have it. */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf, linesOf, type Component, type ContentLine } from '../text/content-line.ts';
import { writeList, writeText } from '../text/values.ts';
import { legacyAlarmLine } from '../calendar/alarm.ts';
import { plainLine, uidOf } from '../calendar/calendar-text.ts';
import { instantOf, localWall } from '../calendar/calendar-time.ts';
import { userZone } from '../calendar/zone-library.ts';
import { legacyAttendees } from './attendees.ts';
import { fitText, lists, supports, supportsAlarms } from './capabilities.ts';
import { legacyClock, type Clock } from './legacy-clock.ts';
import { isProtected, legacyRule, overriddenTimes, standIn } from './projection.ts';
import { itemOf, bodyView, type Resource } from './resource.ts';
import { toLegacyPriority, toLegacyStatus } from './scales.ts';
import type { EventView } from './view.ts';
import type { Span } from './all-day.ts';

export interface Image {
  readonly calendar: Component;
  readonly withheld: readonly string[];
}

/** `withheld` names what was left out or cut. */
export function legacyImage(
  resource: Resource,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
): Image {
  const item = itemOf(resource, recurrenceId);
  const view = bodyView(resource, item);
  const hidden = recurrenceId !== '' || isProtected(resource, view, capabilities);
  const shown: EventView = hidden
    ? { ...view, series: undefined, span: standInSpan(resource, view, recurrenceId) }
    : view;
  const person = userZone(capabilities.timeZone);
  const clock = legacyClock(shown, capabilities, person);
  const cut: string[] = [];
  const lines = [
    ...identity(item, recurrenceId, capabilities),
    ...texts(shown, capabilities, cut),
    ...scales(shown),
    ...times(resource, shown, clock, capabilities),
    ...(lists(capabilities, 'ATTENDEE') ? legacyAttendees(item) : []),
    ...alarms(shown, clock, capabilities),
    ...flags(shown, capabilities),
  ].filter((line) => always.has(line.name) || supports(capabilities, line.name));
  const event: Component = { name: 'VEVENT', lines, components: [] };
  const calendar: Component = {
    name: 'VCALENDAR',
    lines: [plainLine('VERSION', '1.0'), ...clock.zoneLines],
    components: [event],
  };
  return { calendar, withheld: [...new Set([...cut, ...missing(item, lines)])].toSorted() };
}

function standInSpan(resource: Resource, view: EventView, recurrenceId: string): Span | undefined {
  const { span } = view;
  const start = recurrenceId === '' ? standIn(resource, view) : span?.start;
  if (span === undefined || start === undefined) return span;
  return { start, end: { ...span.end, wall: span.end.wall + (start.wall - span.start.wall) } };
}

/** A changed occurrence is an event of its own to these phones: two with one UID would become one. */
function identity(
  item: Component,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
): readonly ContentLine[] {
  const uid = uidOf(item);
  return uid === undefined || recurrenceId !== '' || !lists(capabilities, 'UID')
    ? []
    : [plainLine('UID', uid)];
}

function texts(view: EventView, capabilities: PhoneCapabilities, cut: string[]): readonly ContentLine[] {
  const lines: ContentLine[] = [];
  for (const [name, text] of [
    ['SUMMARY', view.summary],
    ['DESCRIPTION', view.description],
    ['LOCATION', view.location],
  ] as const) {
    const fitted = fitText(capabilities, name, text);
    if (fitted !== text) cut.push(name);
    if (fitted !== undefined && fitted !== '') lines.push(plainLine(name, writeText(fitted, 'legacy')));
  }
  if (view.categories.length > 0) lines.push(plainLine('CATEGORIES', writeList(view.categories, 'legacy')));
  if (view.url !== '') lines.push(plainLine('URL', view.url));
  return lines;
}

function scales(view: EventView): readonly ContentLine[] {
  const lines: ContentLine[] = [];
  const priority = toLegacyPriority(view.priority);
  const status = toLegacyStatus(view.status);
  if (lineOf(view.item, 'CLASS') !== undefined) lines.push(plainLine('CLASS', view.classification));
  if (priority > 0) lines.push(plainLine('PRIORITY', String(priority)));
  if (status !== undefined) lines.push(plainLine('STATUS', status));
  if (lineOf(view.item, 'TRANSP') !== undefined)
    lines.push(plainLine('TRANSP', view.transparent ? '1' : '0'));
  return lines;
}

function times(
  resource: Resource,
  view: EventView,
  clock: Clock,
  capabilities: PhoneCapabilities,
): readonly ContentLine[] {
  const { span } = view;
  if (span === undefined) return [];
  const lines = [plainLine('DTSTART', clock.start), plainLine('DTEND', clock.end)];
  const rule = legacyRule(view, clock);
  if (rule === undefined) return lines;
  lines.push(plainLine('RRULE', rule));
  if (view.rdates.length > 0 && lists(capabilities, 'RDATE')) {
    lines.push(
      plainLine('RDATE', view.rdates.map((time) => clock.write(localWall(time, span.start.zone))).join(';')),
    );
  }
  const exceptions = [...view.exdates, ...overriddenTimes(resource, span.start)]
    .map((time) => localWall(time, span.start.zone))
    .toSorted((a, b) => a - b)
    .map((wall) => clock.write(wall));
  if (exceptions.length > 0) lines.push(plainLine('EXDATE', [...new Set(exceptions)].join(';')));
  return lines;
}

/** Old phones have one reminder: the first that can be seen or heard. */
function alarms(view: EventView, clock: Clock, capabilities: PhoneCapabilities): readonly ContentLine[] {
  const [alarm] = view.alarms;
  if (alarm === undefined || view.span === undefined || !supportsAlarms(capabilities)) return [];
  const name = supports(capabilities, 'AALARM') ? 'AALARM' : 'DALARM';
  const utc = clock.utc;
  return [legacyAlarmLine(name, alarm, { wall: utc ? instantOf(view.span.start) : clock.wall, utc })];
}

/** Phones that look at flags of their maker for whole days get them, when they list them. */
function flags(view: EventView, capabilities: PhoneCapabilities): readonly ContentLine[] {
  const whole = view.span?.start.form === 'date';
  const lines: ContentLine[] = [];
  if (lists(capabilities, 'X-EPOCAGENDAENTRYTYPE')) {
    const kind = !whole ? 'APPOINTMENT' : view.series?.rule.freq === 'YEARLY' ? 'ANNIVERSARY' : 'EVENT';
    lines.push(plainLine('X-EPOCAGENDAENTRYTYPE', kind));
  }
  if (lists(capabilities, 'X-FUNAMBOL-ALLDAY')) lines.push(plainLine('X-FUNAMBOL-ALLDAY', whole ? '1' : '0'));
  if (lists(capabilities, 'X-MICROSOFT-CDO-ALLDAYEVENT')) {
    lines.push(plainLine('X-MICROSOFT-CDO-ALLDAYEVENT', whole ? 'TRUE' : 'FALSE'));
  }
  return lines;
}

/** Properties of the event that the image does not show in any form. */
function missing(item: Component, lines: readonly ContentLine[]): readonly string[] {
  const written = new Set(lines.map((line) => line.name));
  const names = item.lines
    .map((line) => line.name)
    .filter((name) => !bookkeeping.has(name) && !written.has(name));
  const alarmCount = item.components.filter((component) => component.name === 'VALARM').length;
  const alarmLines =
    linesOf({ name: '', lines, components: [] }, 'AALARM').length + (written.has('DALARM') ? 1 : 0);
  return alarmCount > alarmLines ? [...names, 'VALARM'] : names;
}

/** A phone may forget to list them, it cannot do without. */
const always = new Set(['DTSTART', 'DTEND']);
const bookkeeping = new Set([
  '',
  'UID',
  'DTSTAMP',
  'CREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
  'RECURRENCE-ID',
  'DURATION',
  'TRANSP',
  'CLASS',
]);
