/** A new resource from a task of a phone. */
import type { NewItem } from '../contract.ts';
import { lineOf, linesOf, type Component, type ContentLine } from '../text/content-line.ts';
import { alarmComponent } from '../calendar/alarm.ts';
import { newCalendar, plainLine, withZones, writeBody } from '../calendar/calendar-text.ts';
import { inFormOf, instantOf, readTime, timeLine } from '../calendar/calendar-time.ts';
import { writeDateTime } from '../calendar/stamp.ts';
import { zonesOf } from '../event/apply.ts';
import { withoutInviting } from '../event/attendees.ts';
import { cleanAlarm, keep, storable } from '../event/clean-event.ts';
import { Draft } from '../event/draft.ts';
import { writeSeries } from '../event/merge-series.ts';
import { storedTime } from '../event/merge-times.ts';
import type { EventView } from '../event/view.ts';
import { taskFields } from './fields.ts';
import { alarmAnchor, dueOf, readTaskView, taskTime } from './view.ts';

export function createTask(incoming: string, item: NewItem): string {
  const view = readTaskView(incoming, item.capabilities);
  const task = view.dialect === 'legacy' ? legacyTask(view, item) : cleanTask(view, item);
  return writeBody(withZones(newCalendar([task]), zonesOf([task], view.book)));
}

function legacyTask(view: EventView, item: NewItem): Component {
  const stamp = writeDateTime(item.now, true);
  const draft = new Draft({
    name: 'VTODO',
    lines: [plainLine('UID', item.uid), plainLine('DTSTAMP', stamp), plainLine('CREATED', stamp)],
    components: [],
  });
  for (const field of taskFields(item.now)) {
    if (field.name === 'STATUS' || field.key(view, true) !== '') field.write(draft, view);
  }
  const [due, start] = [dueOf(view), taskTime(view, 'DTSTART')];
  if (start !== undefined && (due === undefined || instantOf(start) <= instantOf(due))) {
    const stored = storedTime(start);
    // Both are of one kind (RFC 5545 3.8.2.3).
    draft.set(
      'DTSTART',
      timeLine('DTSTART', due !== undefined && due.form === 'date' ? inFormOf(stored, due) : stored),
    );
  }
  if (due !== undefined) draft.set('DUE', timeLine('DUE', storedTime(due)));
  const first = readTime(draft.line('DTSTART'), view.book);
  if (view.series !== undefined && first !== undefined) writeSeries(draft, view.series, first);
  else
    draft.set(
      'X-VCALENDAR-RRULE',
      ...linesOf(view.item, 'RRULE').map((line) => plainLine('X-VCALENDAR-RRULE', line.value)),
    );
  draft.setComponents(
    view.alarms.map((alarm) => alarmComponent(alarm, view.summary, alarmAnchor(view).kind)),
  );
  return draft.item;
}

function cleanTask(view: EventView, { uid, now }: NewItem): Component {
  const seen = new Set<string>();
  const lines = view.item.lines.flatMap((line): readonly ContentLine[] => {
    if (dropped.has(line.name) || (single.has(line.name) && seen.has(line.name))) return [];
    seen.add(line.name);
    if (line.name === 'ATTENDEE' || line.name === 'ORGANIZER') return [withoutInviting(line)];
    if (line.name === 'DURATION' && lineOf(view.item, 'DUE') !== undefined) return [];
    if (line.name !== 'DUE' && line.name !== 'DTSTART' && line.name !== 'COMPLETED') return [line];
    const time = storable(readTime(line, view.book), view.book);
    if (time === undefined) return [];
    return line.name === 'COMPLETED'
      ? [plainLine('COMPLETED', writeDateTime(instantOf(time), true))]
      : [keep(line, time)];
  });
  return {
    name: 'VTODO',
    lines: [plainLine('UID', uid), plainLine('DTSTAMP', writeDateTime(now, true)), ...lines],
    components: view.item.components.flatMap(cleanAlarm),
  };
}

const dropped = new Set(['', 'UID', 'DTSTAMP', 'METHOD', 'REQUEST-STATUS', 'RECURRENCE-ID']);
const single = new Set([
  'SUMMARY',
  'DESCRIPTION',
  'DUE',
  'DTSTART',
  'COMPLETED',
  'STATUS',
  'PRIORITY',
  'CLASS',
  'PERCENT-COMPLETE',
  'DURATION',
  'LOCATION',
]);
