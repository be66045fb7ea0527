/** One task as a phone speaks of it: what `event/view.ts` reads of any item, and what only tasks have. */
import type { PhoneCapabilities } from '@anchorage/model';
import { lineOf } from '../text/content-line.ts';
import { readAlarms, readLegacyAlarms, type AlarmAnchor } from '../calendar/alarm.ts';
import { readTime, timeKey, type CalendarTime } from '../calendar/calendar-time.ts';
import { readDuration } from '../calendar/duration.ts';
import { day, dayOf, hour, minute, timeOf } from '../calendar/stamp.ts';
import { utcZone } from '../calendar/zone.ts';
import { readPhoneView } from '../event/phone-text.ts';
import { bodyView, type Resource } from '../event/resource.ts';
import type { EventView } from '../event/view.ts';
import type { Component } from '../text/content-line.ts';

export function readTaskView(text: string, capabilities: PhoneCapabilities): EventView {
  return withAlarms(readPhoneView(text, capabilities, 'VTODO'));
}

export function taskOfBody(resource: Resource, item: Component): EventView {
  return withAlarms(bodyView(resource, item));
}

/** DUE, or the end of DURATION. In vCalendar 1.0 midnight and the last minute of a day mean the day. */
export function dueOf(view: EventView): CalendarTime | undefined {
  const due = taskTime(view, 'DUE');
  if (due !== undefined || view.dialect === 'legacy') return due;
  const start = taskTime(view, 'DTSTART');
  const length = readDuration(lineOf(view.item, 'DURATION')?.value ?? '');
  return start === undefined || length === undefined ? undefined : { ...start, wall: start.wall + length };
}

export function taskTime(view: EventView, name: 'DUE' | 'DTSTART'): CalendarTime | undefined {
  const time = readTime(lineOf(view.item, name), view.book);
  if (time === undefined || view.dialect === 'modern' || time.form !== 'floating') return time;
  const clock = timeOf(time.wall);
  const wholeDay = clock === 0 || clock >= day - minute;
  // T240000 has become the next midnight, it still means the day before.
  const late = /T24/i.test(lineOf(view.item, name)?.value ?? '') ? hour : 0;
  return wholeDay ? { form: 'date', wall: dayOf(time.wall - late), zone: time.zone } : time;
}

export function dueKey(view: EventView): string {
  const due = dueOf(view);
  return due === undefined ? '' : timeKey(due);
}

export function taskStartKey(view: EventView): string {
  const start = taskTime(view, 'DTSTART');
  return start === undefined ? '' : timeKey(start);
}

/** `COMPLETED`, `IN-PROCESS`, `CANCELLED`, or empty for what is still to do (vCalendar 1.0 "Status"). */
export function stateOf(view: EventView): string {
  const status = (lineOf(view.item, 'STATUS')?.value ?? '').trim().toUpperCase().replaceAll(/[ _]/g, '-');
  const completed = (lineOf(view.item, 'COMPLETED')?.value ?? '').trim();
  if (status === 'COMPLETED' || completed !== '') return 'COMPLETED';
  return states[status] ?? '';
}

/** What a reminder of this task is measured from. */
export function alarmAnchor(view: EventView): { readonly kind: AlarmAnchor; readonly time: CalendarTime } {
  const due = dueOf(view);
  if (due !== undefined) return { kind: 'END', time: due };
  const start = taskTime(view, 'DTSTART');
  return start === undefined ? { kind: 'MOMENT', time: epoch } : { kind: 'START', time: start };
}

function withAlarms(view: EventView): EventView {
  const { time, kind } = alarmAnchor(view);
  if (view.dialect === 'legacy') return { ...view, alarms: readLegacyAlarms(view.item, time, view.book) };
  const start = taskTime(view, 'DTSTART');
  const alarms = readAlarms(view.item, start ?? time, time, view.book).map((alarm) => {
    const lead = start === undefined || kind !== 'END' ? 0 : distance(start, time);
    return { ...alarm, offset: alarm.offset - lead };
  });
  return { ...view, alarms };
}

function distance(from: CalendarTime, to: CalendarTime): number {
  return from.form === to.form ? to.wall - from.wall : dayOf(to.wall) - dayOf(from.wall);
}

const epoch: CalendarTime = { form: 'utc', wall: 0, zone: utcZone };

const states: Readonly<Record<string, string>> = {
  'IN-PROCESS': 'IN-PROCESS',
  ACCEPTED: 'IN-PROCESS',
  CONFIRMED: 'IN-PROCESS',
  SENT: 'IN-PROCESS',
  DELEGATED: 'IN-PROCESS',
  CANCELLED: 'CANCELLED',
  DECLINED: 'CANCELLED',
};
