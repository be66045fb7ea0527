/** What a filter may ask of an event, and when it takes place. */
import { lineOf } from '../text/content-line.ts';
import { instantOf, localWall, timeOfText, timeText } from '../calendar/calendar-time.ts';
import { expand, isExpandable, mostOccurrences } from '../calendar/expand.ts';
import { day, dayOf } from '../calendar/stamp.ts';
import type { Matching } from '../contract.ts';
import type { RecordFacts } from '../filter/holds.ts';
import { isLegacy, supports } from './capabilities.ts';
import { imageOf } from './image.ts';
import { overriddenTimes } from './projection.ts';
import { bodyView, itemOf, readResource, type Resource } from './resource.ts';
import { hasForeignRecurrence } from './series-rule.ts';
import type { EventView } from './view.ts';

export function factsOfEvent(body: string, recurrenceId: string, about: Matching): RecordFacts {
  const { luid, capabilities } = about;
  const resource = readResource(body, capabilities.timeZone);
  const view = bodyView(resource, itemOf(resource, recurrenceId));
  return {
    luid,
    texts: (property) => textsOf(view, property),
    moment: (property) => momentOf(view, property),
    momentOf: (text) => readMoment(text, view),
    isWithin: (since, before) => isWithin(resource, view, recurrenceId, about, { since, before }),
    size: () => new TextEncoder().encode(imageOf(resource, recurrenceId, capabilities).view).byteLength,
  };
}

/** Texts that events and tasks have alike. */
export function textsOf(view: EventView, property: string): readonly string[] {
  switch (property) {
    case 'SUMMARY':
      return [view.summary];
    case 'DESCRIPTION':
      return [view.description];
    case 'LOCATION':
      return [view.location];
    case 'CATEGORIES':
      return view.categories;
    case 'CLASS':
      return [view.classification];
    case 'PRIORITY':
      return view.priority === 0 ? [] : [String(view.priority)];
    case 'STATUS':
      return [view.status];
    case 'DTSTART':
      return view.span === undefined ? [] : [timeText(view.span.start)];
    case 'DTEND':
      return view.span === undefined ? [] : [timeText(view.span.end)];
    default:
      return [];
  }
}

/** A local time in a condition is the person's. */
export function readMoment(text: string, view: EventView): number | undefined {
  const time = timeOfText(text, undefined, view.book);
  return time === undefined ? undefined : instantOf(time);
}

function momentOf({ span }: EventView, property: string): number | undefined {
  if (span === undefined) return undefined;
  if (property === 'DTSTART') return instantOf(span.start);
  return property === 'DTEND' ? instantOf(span.end) : undefined;
}

interface Bounds {
  readonly since: number;
  readonly before: number;
}

/** To a phone that knows RECURRENCE-ID a series and its changed occurrences are one thing. */
function isWithin(
  resource: Resource,
  view: EventView,
  recurrenceId: string,
  { capabilities }: Matching,
  bounds: Bounds,
): boolean {
  const start = view.span?.start;
  const moved = start === undefined ? [] : overriddenTimes(resource, start);
  const changed = new Set(moved.map((time) => dayOf(time.wall)));
  const one = !isLegacy(capabilities) && supports(capabilities, 'RECURRENCE-ID');
  if (!one || resource.master === undefined)
    return takesPlace(view, recurrenceId === '' ? changed : none, bounds);
  const series = bodyView(resource, resource.master);
  if (takesPlace(series, changed, bounds)) return true;
  return resource.overrides.some(({ item }) => takesPlace(bodyView(resource, item), none, bounds));
}

/** Where it cannot be told when something takes place it stays: better an event too many than one too few. */
function takesPlace(view: EventView, changed: ReadonlySet<number>, { since, before }: Bounds): boolean {
  const { span, series, rdates, item } = view;
  if (span === undefined) return true;
  const length = Math.max(0, instantOf(span.end) - instantOf(span.start));
  const touches = (start: number): boolean =>
    start < before && (start + length > since || (length === 0 && start >= since));
  if (hasForeignRecurrence(item)) return instantOf(span.start) < before;
  const skipped = new Set([
    ...changed,
    ...view.exdates.map((time) => dayOf(localWall(time, span.start.zone))),
  ]);
  if (!skipped.has(dayOf(span.start.wall)) && touches(instantOf(span.start))) return true;
  if (rdates.some((time) => touches(instantOf(time)))) return true;
  if (series === undefined) return lineOf(item, 'RRULE') !== undefined && instantOf(span.start) < before;
  if (!isExpandable(series.rule)) return instantOf(span.start) < before;
  let looked = 0;
  for (const wall of expand(series.rule, series.start.wall, series.until)) {
    looked += 1;
    // No zone is two days from UTC: what is far from the window needs no conversion.
    if (wall + length + 2 * day < since) continue;
    if (wall - 2 * day > before) return false;
    if (!skipped.has(dayOf(wall)) && touches(instantOf({ ...series.start, wall }))) return true;
  }
  return looked >= mostOccurrences;
}

const none: ReadonlySet<number> = new Set();
