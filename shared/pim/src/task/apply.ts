/** Brings what a person changed in a task on a phone into the full resource; see `event/apply.ts` for the rules. */
import type { EditOutcome, PhoneEdit } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import { withItems, withZones, writeBody } from '../calendar/calendar-text.ts';
import { inFormOf, timeLine, type CalendarTime } from '../calendar/calendar-time.ts';
import { zonesOf } from '../event/apply.ts';
import { supports, supportsAlarms } from '../event/capabilities.ts';
import { Draft } from '../event/draft.ts';
import { otherFields } from '../event/fields.ts';
import { mergeAlarms } from '../event/merge-alarms.ts';
import { storedTime } from '../event/merge-times.ts';
import { itemOf, readResource } from '../event/resource.ts';
import { renew } from '../event/stamp-item.ts';
import { takes, type Sides } from '../event/three-way.ts';
import type { EventView } from '../event/view.ts';
import { taskFields } from './fields.ts';
import { taskImage } from './image.ts';
import { alarmAnchor, dueKey, dueOf, readTaskView, taskOfBody, taskStartKey, taskTime } from './view.ts';

export function applyTask(edit: PhoneEdit): EditOutcome {
  const { capabilities, recurrenceId } = edit;
  const resource = readResource(edit.body, capabilities.timeZone, 'VTODO');
  const item = itemOf(resource, recurrenceId);
  const stored = taskOfBody(resource, item);
  const incoming = readTaskView(edit.incoming, capabilities);
  const sides: Sides = {
    base: edit.view === null ? undefined : baseOf(edit),
    current: readTaskView(taskImage(resource, recurrenceId, capabilities).view, capabilities),
    incoming,
    legacy: incoming.dialect === 'legacy' || capabilities.contentType === 'text/x-vcalendar',
    policy: edit.policy,
    conflicts: new Set(),
  };
  const draft = new Draft(item);
  const others = incoming.dialect === 'modern' ? otherFields(incoming, sides.base ?? sides.current) : [];
  for (const field of [...taskFields(edit.now), ...others]) {
    if (supports(capabilities, field.name) && takes(sides, field.name, field.key))
      field.write(draft, incoming);
  }
  mergeTaskTimes(sides, draft, stored, edit);
  if (supportsAlarms(capabilities)) {
    mergeAlarms(sides, draft, stored.alarms, alarmAnchor(taskOfBody(resource, draft.item)).kind);
  }
  const conflicts = [...sides.conflicts].toSorted();
  if (!draft.touched) return { body: edit.body, changed: false, conflicts };
  renew(draft, edit.now);
  const calendar = withItems(resource.calendar, new Map([[item, draft.item]]));
  const zones = zonesOf([draft.item], incoming.book, resource.book);
  return { body: writeBody(withZones(calendar, zones)), changed: true, conflicts };
}

/** A task moved to before its start takes the start along: DUE must be later (RFC 5545 3.8.2.3). */
function mergeTaskTimes(sides: Sides, draft: Draft, stored: EventView, { capabilities }: PhoneEdit): void {
  const [oldDue, oldStart] = [dueOf(stored), taskTime(stored, 'DTSTART')];
  if (supports(capabilities, 'DTSTART') && takes(sides, 'DTSTART', taskStartKey)) {
    setTime(draft, 'DTSTART', taskTime(sides.incoming, 'DTSTART'), oldStart);
  } else if (supports(capabilities, 'DUE') && oldStart !== undefined && takes(sides, 'DUE', dueKey)) {
    const due = storable(dueOf(sides.incoming), oldDue ?? oldStart);
    if (due !== undefined && (inFormOf(due, oldStart).wall < oldStart.wall || due.form !== oldStart.form)) {
      const lead = oldDue === undefined ? 0 : Math.max(0, inFormOf(oldDue, oldStart).wall - oldStart.wall);
      const moved = inFormOf(due, due.form === 'date' ? due : oldStart);
      draft.set('DTSTART', timeLine('DTSTART', { ...moved, wall: moved.wall - lead }));
    }
  }
  if (!supports(capabilities, 'DUE') || !takes(sides, 'DUE', dueKey)) return;
  if (draft.line('DURATION') !== undefined) draft.set('DURATION');
  setTime(draft, 'DUE', dueOf(sides.incoming), oldDue);
}

function setTime(
  draft: Draft,
  name: string,
  time: CalendarTime | undefined,
  stored: CalendarTime | undefined,
): void {
  const written = storable(time, stored);
  draft.set(name, ...(written === undefined ? [] : [timeLine(name, written)]));
}

/** Midnight from a phone is a day, unless the task had a time of day before: then it is that midnight. */
function storable(
  time: CalendarTime | undefined,
  stored: CalendarTime | undefined,
): CalendarTime | undefined {
  if (time === undefined) return undefined;
  if (stored === undefined || (stored.form === 'date') !== (time.form === 'date')) {
    if (time.form !== 'date' || stored === undefined) return storedTime(time);
    return inFormOf({ ...time, form: 'floating' }, stored);
  }
  return inFormOf(time, stored);
}

function baseOf(edit: PhoneEdit): EventView | undefined {
  try {
    return readTaskView(edit.view ?? '', edit.capabilities);
  } catch (error) {
    if (error instanceof PimError) return undefined;
    throw error;
  }
}
