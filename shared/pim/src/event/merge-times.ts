/** Start and length of an event. They merge apart: moved on one side and prolonged on the other is both. */
import type { PhoneCapabilities } from '@anchorage/model';
import { plainLine } from '../calendar/calendar-text.ts';
import {
  inFormOf,
  instantOf,
  inZone,
  timeKey,
  timeLine,
  type CalendarTime,
} from '../calendar/calendar-time.ts';
import { readDuration, writeDuration } from '../calendar/duration.ts';
import { utcZone } from '../calendar/zone.ts';
import type { Span } from './all-day.ts';
import { supports } from './capabilities.ts';
import type { Draft } from './draft.ts';
import { takes, type Sides } from './three-way.ts';
import type { EventView } from './view.ts';

/** The new span, or undefined when the phone did not change it. `stored` is the body's own. */
export function mergeSpan(sides: Sides, stored: Span, capabilities: PhoneCapabilities): Span | undefined {
  const { incoming, current } = sides;
  if (incoming.span === undefined || current.span === undefined) return undefined;
  const start = takes(sides, 'DTSTART', startKey);
  const endless = incoming.openEnd && !supports(capabilities, 'DTEND');
  const length = !endless && takes(sides, 'DTEND', lengthKey);
  if (!start && !length) return undefined;
  if (isDate(incoming.span) !== isDate(current.span)) return storedForm(incoming.span);
  const newStart = start ? likeStored(incoming.span.start, stored.start) : stored.start;
  return { start: newStart, end: endAfter(newStart, length ? incoming.span : stored, stored.end) };
}

/** Writes DTSTART and DTEND; DURATION stays when it still says the right thing. */
export function writeSpan(draft: Draft, span: Span): void {
  draft.set('DTSTART', timeLine('DTSTART', span.start));
  const duration = readDuration(draft.line('DURATION')?.value ?? '');
  const length = lengthOf(span);
  if (duration !== undefined && duration === length) return;
  if (duration !== undefined && span.start.form !== 'date') {
    draft.set('DURATION', plainLine('DURATION', writeDuration(length)));
    return;
  }
  if (draft.line('DURATION') !== undefined) draft.set('DURATION');
  // Without an end the event is a moment; servers keep it so.
  if (length > 0 || draft.line('DTEND') !== undefined) draft.set('DTEND', timeLine('DTEND', span.end));
}

/**
 * A phone's time as it is stored first: local time gets the name of the zone it was meant in, an offset without a name
 * becomes UTC.
 */
export function storedTime(time: CalendarTime): CalendarTime {
  if (time.form !== 'floating') return time;
  return inZone(time, time.zone);
}

export function storedForm(span: Span): Span {
  return { start: storedTime(span.start), end: storedTime(span.end) };
}

export function startKey(view: EventView): string {
  return view.span === undefined ? '' : timeKey(view.span.start);
}

export function lengthKey(view: EventView): string {
  if (view.span === undefined) return '';
  return `${isDate(view.span) ? 'days' : 'time'} ${lengthOf(view.span)}`;
}

/** Milliseconds that really pass; of dates whole days of the calendar. */
function lengthOf(span: Span): number {
  return isDate(span) ? span.end.wall - span.start.wall : instantOf(span.end) - instantOf(span.start);
}

function endAfter(start: CalendarTime, measure: Span, form: CalendarTime): CalendarTime {
  const length = Math.max(0, lengthOf(measure));
  if (start.form === 'date') return { ...start, wall: start.wall + length };
  const end: CalendarTime = { form: 'utc', wall: instantOf(start) + length, zone: utcZone };
  return inFormOf(end, form.form === 'date' ? start : form);
}

function likeStored(time: CalendarTime, stored: CalendarTime): CalendarTime {
  if (time.form === 'date' && stored.form !== 'date') return inFormOf({ ...time, form: 'floating' }, stored);
  return inFormOf(time, stored);
}

function isDate(span: Span): boolean {
  return span.start.form === 'date';
}
