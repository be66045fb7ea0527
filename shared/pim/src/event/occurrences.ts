/** The items a phone knows of one resource: the series, and each occurrence that differs from it. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { NewItem } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import { lineOf, type Component } from '../text/content-line.ts';
import {
  readCalendar,
  type ItemName,
  uidOf,
  withItems,
  withZones,
  writeBody,
} from '../calendar/calendar-text.ts';
import {
  inFormOf,
  inZone,
  localWall,
  readTimes,
  timeLine,
  timeOfText,
  timeText,
  type CalendarTime,
} from '../calendar/calendar-time.ts';
import { expand, isExpandable } from '../calendar/expand.ts';
import { dayOf, timeOf } from '../calendar/stamp.ts';
import { apply } from './apply.ts';
import { createEvents } from './create.ts';
import { Draft } from './draft.ts';
import { masterOf, phoneBook, phoneRecurrenceTime } from './phone-text.ts';
import { isProtected, standIn } from './projection.ts';
import { bodyView, overrideOf, readResource, type Resource } from './resource.ts';
import { hasForeignRecurrence } from './series-rule.ts';
import { renew } from './stamp-item.ts';
import type { EventView } from './view.ts';

/** `''` for the master, then the recurrence ids of the overrides. */
export function occurrences(body: string, name: ItemName = 'VEVENT'): readonly string[] {
  const { master, overrides } = readResource(body, 'UTC', name);
  const ids = overrides.map((override) => override.id);
  return master === undefined ? ids : ['', ...ids];
}

/**
 * Adds an occurrence that the phone sent as an item of its own. When the resource has it already, the phone's version
 * is merged into it. The recurrence id is in the form of the master's start. Throws `unreadable` when the phone's item
 * does not say which occurrence it is.
 */
export function addOccurrence(
  body: string,
  incoming: string,
  item: NewItem,
): { readonly body: string; readonly recurrenceId: string } {
  const { capabilities, now } = item;
  const resource = readResource(body, capabilities.timeZone);
  const time = occurrenceTime(resource, incoming, item);
  const recurrenceId = timeText(time);
  const known = overrideOf(resource, recurrenceId);
  if (known !== undefined) {
    const edit = {
      body,
      recurrenceId: known.id,
      view: null,
      incoming,
      capabilities,
      policy: 'merge',
      now,
    } as const;
    return { body: apply(edit).body, recurrenceId: known.id };
  }
  const { events, zones } = createEvents(incoming, item);
  const model = resource.master ?? resource.overrides[0]?.item;
  const draft = new Draft(events[0]);
  const uid = model === undefined ? undefined : lineOf(model, 'UID');
  if (uid !== undefined) draft.set('UID', uid);
  for (const name of ['RRULE', 'RDATE', 'EXDATE', 'EXRULE', 'X-RECURRENCE-ID']) draft.set(name);
  draft.set('RECURRENCE-ID', timeLine('RECURRENCE-ID', time));
  const replaced = new Map<Component, Component | undefined>();
  if (resource.master !== undefined) {
    const master = new Draft(resource.master);
    dropException(master, time, resource);
    replaced.set(resource.master, master.item);
  }
  const calendar = withItems(resource.calendar, replaced, [draft.item]);
  return { body: writeBody(withZones(calendar, zones)), recurrenceId };
}

/**
 * Takes one occurrence out of the series for good: the override goes, EXDATE stays. Also right when the override is
 * gone already: whoever deletes it does not want to see the original instead. Null when nothing is left.
 */
export function removeOccurrence(
  body: string,
  recurrenceId: string,
  now: number,
  name: ItemName = 'VEVENT',
): string | null {
  const resource = readResource(body, 'UTC', name);
  if (recurrenceId === '') {
    if (resource.master === undefined)
      throw new PimError('unreadable', 'the resource has no such occurrence');
    return null;
  }
  const override = overrideOf(resource, recurrenceId);
  const replaced = new Map<Component, Component | undefined>();
  if (override !== undefined) replaced.set(override.item, undefined);
  if (resource.master === undefined) {
    if (override === undefined) return body;
    return resource.overrides.length === 1 ? null : writeBody(withItems(resource.calendar, replaced));
  }
  const draft = new Draft(resource.master);
  addException(draft, recurrenceId, override?.item, resource);
  if (draft.touched) {
    renew(draft, now);
    replaced.set(resource.master, draft.item);
  }
  const remaining = resource.overrides.length - (override === undefined ? 0 : 1);
  if (remaining === 0 && isUsedUp(bodyView(resource, draft.item))) return null;
  return replaced.size === 0 ? body : writeBody(withItems(resource.calendar, replaced));
}

/** The occurrence that stands for a series on this phone; `''` when it has the series itself. */
export function shownOccurrence(body: string, recurrenceId: string, capabilities: PhoneCapabilities): string {
  const resource = readResource(body, capabilities.timeZone);
  const { master } = resource;
  if (recurrenceId !== '' || master === undefined) return '';
  const repeats = lineOf(master, 'RRULE') !== undefined || lineOf(master, 'RDATE') !== undefined;
  const view = bodyView(resource, master);
  if (!repeats || !isProtected(resource, view, capabilities)) return '';
  const occurrence = standIn(resource, view);
  return occurrence === undefined ? '' : timeText(occurrence);
}

/** UID and recurrence id of a phone's item. */
export function identify(
  view: string,
  name: ItemName = 'VEVENT',
): { readonly uid: string | null; readonly recurrenceId: string } {
  const read = readCalendar(view, name);
  const item = masterOf(read);
  const time = phoneRecurrenceTime(item, phoneBook(read, item, 'UTC'));
  return { uid: uidOf(item) ?? null, recurrenceId: time === undefined ? '' : timeText(time) };
}

/** Is every occurrence of the series excepted? False where that cannot be told. */
function isUsedUp(view: EventView): boolean {
  const { series, span, item } = view;
  if (series === undefined || span === undefined || hasForeignRecurrence(item)) return false;
  if (view.rdates.length > 0 || lineOf(item, 'RDATE') !== undefined || !isExpandable(series.rule))
    return false;
  const gone = new Set(view.exdates.map((time) => dayOf(localWall(time, span.start.zone))));
  // Even a start that the rule misses is an occurrence (RFC 5545 3.8.5.3).
  if (!gone.has(dayOf(span.start.wall))) return false;
  for (const wall of expand(series.rule, span.start.wall, series.until, gone.size + 1)) {
    if (!gone.has(dayOf(wall))) return false;
  }
  return true;
}

function occurrenceTime(resource: Resource, incoming: string, { capabilities }: NewItem): CalendarTime {
  const read = readCalendar(incoming, 'VEVENT');
  const item = masterOf(read);
  const time = phoneRecurrenceTime(item, phoneBook(read, item, capabilities.timeZone));
  if (time === undefined) throw new PimError('unreadable', 'the item names no occurrence');
  const start = resource.master === undefined ? undefined : bodyView(resource, resource.master).span?.start;
  if (start === undefined) return time.form === 'floating' ? inZone(time, time.zone) : time;
  if (time.form === 'date' && start.form !== 'date')
    return { ...start, wall: time.wall + timeOf(start.wall) };
  return inFormOf(time, start);
}

function dropException(master: Draft, time: CalendarTime, resource: Resource): void {
  const wanted = dayOf(time.wall);
  master.map('EXDATE', (line) => {
    const times = readTimes(line, resource.book);
    const left = times.filter((other) => dayOf(localWall(other, time.zone)) !== wanted);
    if (left.length === times.length) return [line];
    return left.length === 0 ? [] : [timeLine('EXDATE', ...left)];
  });
}

function addException(master: Draft, id: string, override: Component | undefined, resource: Resource): void {
  const start = bodyView(resource, master.item).span?.start;
  const line = override === undefined ? undefined : lineOf(override, 'RECURRENCE-ID');
  const own = line === undefined ? undefined : readTimes(line, resource.book)[0];
  const time = own ?? timeOfText(id, start?.tzid, resource.book);
  if (start === undefined || time === undefined) return;
  const dated = time.form === 'date' && start.form !== 'date';
  const exception = dated ? { ...start, wall: time.wall + timeOf(start.wall) } : inFormOf(time, start);
  const present = master.item.lines.filter((other) => other.name === 'EXDATE');
  const known = present.flatMap((other) => readTimes(other, resource.book));
  if (known.some((other) => inFormOf(other, start).wall === exception.wall)) return;
  master.set('EXDATE', ...present, timeLine('EXDATE', exception));
}
