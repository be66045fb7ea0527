/**
 * What a phone sees of a series: the rule, where the phone has words for it, else one occurrence that stands for all.
 * Overridden occurrences are exceptions to it.
 */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf, linesOf } from '../text/content-line.ts';
import { localWall, readTime, type CalendarTime } from '../calendar/calendar-time.ts';
import { expand } from '../calendar/expand.ts';
import { exportRule } from '../calendar/export-rule.ts';
import { dayOf } from '../calendar/stamp.ts';
import { userZone } from '../calendar/zone-library.ts';
import { isLegacy, lists, supports } from './capabilities.ts';
import { legacyClock, type Clock } from './legacy-clock.ts';
import { hasRange, type Resource } from './resource.ts';
import { hasForeignRecurrence } from './series-rule.ts';
import type { EventView } from './view.ts';

/** Is the item a series of which this phone gets one occurrence only? Then its recurrence is not the phone's to change. */
export function isProtected(resource: Resource, view: EventView, capabilities: PhoneCapabilities): boolean {
  const repeats = lineOf(view.item, 'RRULE') !== undefined || lineOf(view.item, 'RDATE') !== undefined;
  if (!repeats && !hasForeignRecurrence(view.item)) return false;
  if (!supports(capabilities, 'RRULE') || hasForeignRecurrence(view.item)) return true;
  if (!isLegacy(capabilities)) return false;
  if (hasRange(resource) || view.series === undefined) return true;
  if (view.rdates.length > 0 && !lists(capabilities, 'RDATE')) return true;
  return legacyRule(view, legacyClock(view, capabilities, userZone(capabilities.timeZone))) === undefined;
}

/** Text of the rule in vCalendar 1.0; undefined when that has no words for it. */
export function legacyRule(view: EventView, clock: Pick<Clock, 'shift' | 'write'>): string | undefined {
  const { series } = view;
  if (series === undefined) return undefined;
  return exportRule(series.rule, {
    start: series.start.wall,
    until: series.until,
    shift: clock.shift,
    writeEnd: clock.write,
  });
}

/** RECURRENCE-IDs of the overrides, as exceptions to the master. */
export function overriddenTimes(resource: Resource, model: CalendarTime): readonly CalendarTime[] {
  return resource.overrides.flatMap(({ item }) => {
    const time = readTime(lineOf(item, 'RECURRENCE-ID'), resource.book);
    return time === undefined ? [] : [{ ...model, wall: localWall(time, model.zone) }];
  });
}

/** The first occurrence that is neither excepted nor changed; the start when that cannot be told. */
export function standIn(resource: Resource, view: EventView): CalendarTime | undefined {
  const start = view.span?.start;
  if (start === undefined || view.series === undefined || linesOf(view.item, 'RRULE').length !== 1)
    return start;
  const gone = [...view.exdates, ...overriddenTimes(resource, start)].map((time) =>
    dayOf(localWall(time, start.zone)),
  );
  const skip = new Set(gone);
  for (const wall of expand(view.series.rule, start.wall, view.series.until, skip.size + 1)) {
    if (!skip.has(dayOf(wall))) return { ...start, wall };
  }
  return start;
}
