/**
 * Brings what a person changed on a phone into the full resource, property by property: the view the phone
 * was last shown says what it changed, the image of the body now says what the cloud changed.
 */
import type { PhoneCapabilities } from '@anchorage/model';
import type { EditOutcome, PhoneEdit } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import type { Component } from '../text/content-line.ts';
import { plainLine, tzidsOf, withItems, withZones, writeBody } from '../calendar/calendar-text.ts';
import { inZone, timeLine, type CalendarTime } from '../calendar/calendar-time.ts';
import { dayOf, timeOf } from '../calendar/stamp.ts';
import type { ZoneBook } from '../calendar/zone-book.ts';
import { libraryZone } from '../calendar/zone-library.ts';
import type { Span } from './all-day.ts';
import { isLegacy, supports, supportsAlarms } from './capabilities.ts';
import { Draft } from './draft.ts';
import { fields, otherFields } from './fields.ts';
import { imageOf } from './image.ts';
import { mergeAlarms } from './merge-alarms.ts';
import {
  mergeExceptions,
  mergeRule,
  moveUntil,
  retimeExceptions,
  retimeOverride,
  writeSeries,
} from './merge-series.ts';
import { mergeSpan, writeSpan } from './merge-times.ts';
import { readPhoneView } from './phone-text.ts';
import { isProtected, overriddenTimes, standIn } from './projection.ts';
import { bodyView, itemOf, readResource, type Resource } from './resource.ts';
import type { Series } from './series-rule.ts';
import { renew } from './stamp-item.ts';
import { takes, type Sides } from './three-way.ts';
import type { EventView } from './view.ts';

export function apply(edit: PhoneEdit): EditOutcome {
  const { capabilities, recurrenceId } = edit;
  const resource = readResource(edit.body, capabilities.timeZone);
  const item = itemOf(resource, recurrenceId);
  const stored = bodyView(resource, item);
  const sides = sidesOf(edit, resource);
  const hidden = recurrenceId === '' && isProtected(resource, stored, capabilities);
  const draft = new Draft(item);
  mergeFields(sides, draft, capabilities, hidden);
  if (supportsAlarms(capabilities)) mergeAlarms(sides, draft, stored.alarms);
  const replaced = new Map<Component, Component | undefined>();
  const added: Component[] = [];
  if (hidden) added.push(...mergeStandIn(sides, resource, stored, edit));
  else mergeTimes({ sides, draft, resource, stored, capabilities, master: recurrenceId === '', replaced });
  const conflicts = [...sides.conflicts].toSorted();
  if (!draft.touched && added.length === 0) return { body: edit.body, changed: false, conflicts };
  if (draft.touched) {
    renew(draft, edit.now);
    replaced.set(item, draft.item);
  }
  const calendar = withItems(resource.calendar, replaced, added);
  const zones = zonesOf([draft.item, ...added], sides.incoming.book, resource.book);
  return { body: writeBody(withZones(calendar, zones)), changed: true, conflicts };
}

/** Definitions of the zones that events name: the first book that has one. */
export function zonesOf(items: readonly Component[], ...books: readonly ZoneBook[]): readonly Component[] {
  return [...new Set(items.flatMap(tzidsOf))].flatMap((tzid) => {
    for (const book of books) {
      const zone = book.vtimezone(tzid);
      if (zone !== undefined) return [zone];
    }
    return libraryZone(tzid)?.vtimezone ?? [];
  });
}

function sidesOf(edit: PhoneEdit, resource: Resource): Sides {
  const { capabilities, policy } = edit;
  const current = imageOf(resource, edit.recurrenceId, capabilities).view;
  const incoming = readPhoneView(edit.incoming, capabilities);
  return {
    base: edit.view === null ? undefined : readBase(edit.view, capabilities),
    current: readPhoneView(current, capabilities),
    incoming,
    legacy: incoming.dialect === 'legacy' || isLegacy(capabilities),
    policy,
    conflicts: new Set(),
  };
}

/** A view that cannot be read any more is no view: nothing counts as removed then. */
function readBase(view: string, capabilities: PhoneCapabilities): EventView | undefined {
  try {
    return readPhoneView(view, capabilities);
  } catch (error) {
    if (error instanceof PimError) return undefined;
    throw error;
  }
}

function mergeFields(sides: Sides, draft: Draft, capabilities: PhoneCapabilities, hidden: boolean): void {
  const others =
    sides.incoming.dialect === 'modern' ? otherFields(sides.incoming, sides.base ?? sides.current) : [];
  for (const field of [...fields, ...others]) {
    if (!supports(capabilities, field.name) || (hidden && !field.descriptive)) continue;
    if (takes(sides, field.name, field.key)) field.write(draft, sides.incoming);
  }
}

interface TimesTask {
  readonly sides: Sides;
  readonly draft: Draft;
  readonly resource: Resource;
  readonly stored: EventView;
  readonly capabilities: PhoneCapabilities;
  readonly master: boolean;
  readonly replaced: Map<Component, Component | undefined>;
}

function mergeTimes(task: TimesTask): void {
  const { sides, draft, resource, stored, capabilities } = task;
  if (stored.span === undefined) return;
  const series = task.master ? mergeRule(sides, capabilities) : undefined;
  const merged = mergeSpan(sides, stored.span, capabilities);
  const span = seriesSpan(series, merged, stored.span);
  const start = span?.start ?? stored.span.start;
  if (span !== undefined) writeSpan(draft, span);
  if (series !== undefined) writeSeries(draft, series, start);
  if (!task.master || series === null || (series ?? stored.series) === undefined) return;
  if (span !== undefined && stored.series !== undefined) {
    if (series === undefined) moveUntil(draft, stored.series, start);
    if (movesExceptions(stored.span.start, start)) retime(task, stored.span.start, start);
  }
  if (supports(capabilities, 'EXDATE')) {
    mergeExceptions(sides, draft, start, overriddenTimes(resource, start), resource.book);
  }
}

/**
 * A series cannot stay in UTC, nor in a zone where its first day is another than on the phone unless it goes by weeks
 * or days.
 */
function seriesSpan(
  series: Series | null | undefined,
  merged: Span | undefined,
  stored: Span,
): Span | undefined {
  const span = merged ?? stored;
  if (series === undefined || series === null || span.start.form === 'date' || series.start.form === 'date') {
    return merged;
  }
  const named = series.start.form === 'zoned' || series.start.zone.name !== '';
  const otherDay = dayOf(span.start.wall) !== dayOf(series.start.wall);
  const byDay = series.rule.freq === 'DAILY' || series.rule.freq === 'WEEKLY';
  if (!named || !((span.start.form === 'utc' && series.start.form !== 'utc') || (otherDay && !byDay)))
    return merged;
  const { zone } = series.start;
  return { start: inZone(span.start, zone), end: inZone(span.end, zone) };
}

function movesExceptions(from: CalendarTime, to: CalendarTime): boolean {
  return from.form !== to.form || timeOf(from.wall) !== timeOf(to.wall) || from.tzid !== to.tzid;
}

function retime(task: TimesTask, from: CalendarTime, to: CalendarTime): void {
  const { draft, resource, replaced } = task;
  if (draft.line('EXDATE') !== undefined) retimeExceptions(draft, from, to, resource.book);
  for (const { item } of resource.overrides) {
    replaced.set(item, retimeOverride(item, from, to, resource.book));
  }
}

/** New times of the occurrence that stands for a protected series make an override of it. */
function mergeStandIn(
  sides: Sides,
  resource: Resource,
  stored: EventView,
  edit: PhoneEdit,
): readonly Component[] {
  const occurrence = standIn(resource, stored);
  if (stored.span === undefined || occurrence === undefined) return [];
  if (sides.incoming.series !== undefined && edit.view !== null && sides.base?.series === undefined) {
    sides.conflicts.add('RRULE');
  }
  const length = stored.span.end.wall - stored.span.start.wall;
  const shown = { start: occurrence, end: { ...stored.span.end, wall: occurrence.wall + length } };
  const span = mergeSpan(sides, shown, edit.capabilities);
  if (span === undefined) return [];
  const draft = new Draft(stored.item);
  for (const name of ['RRULE', 'EXRULE', 'RDATE', 'EXDATE'])
    if (draft.line(name) !== undefined) draft.set(name);
  draft.set('DURATION');
  draft.set('DTEND', plainLine('DTEND', ''));
  writeSpan(draft, span);
  draft.set('RECURRENCE-ID', timeLine('RECURRENCE-ID', occurrence));
  renew(draft, edit.now);
  return [draft.item];
}
