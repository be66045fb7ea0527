/** Tasks: VTODO of vCalendar 1.0 and iCalendar 2.0 on phones, iCalendar 2.0 in the cloud. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { PimKind, Traits } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import { readBody, uidOf } from '../calendar/calendar-text.ts';
import { mergeResource } from '../calendar/merge-resource.ts';
import { normaliseCalendar } from '../calendar/normalise.ts';
import { supports, supportsAlarms, lists } from '../event/capabilities.ts';
import { folded, otherFields } from '../event/fields.ts';
import { identify, occurrences, removeOccurrence } from '../event/occurrences.ts';
import { readPhoneText } from '../event/phone-text.ts';
import { itemOf, readResource } from '../event/resource.ts';
import { titleOf, type EventView } from '../event/view.ts';
import { holds } from '../filter/holds.ts';
import { applyTask } from './apply.ts';
import { createTask } from './create.ts';
import { taskFields } from './fields.ts';
import { taskImage } from './image.ts';
import { factsOfTask } from './record-facts.ts';
import { dueKey, readTaskView, taskStartKey } from './view.ts';

export const tasks: PimKind = {
  kind: 'task',
  readPhone: (octets, _contentType, capabilities) => readPhoneText(octets, capabilities.charset, 'VTODO'),
  identify: (view) => identify(view, 'VTODO'),
  create: createTask,
  addOccurrence: () => {
    throw new PimError('unsupported', 'tasks have no occurrences of their own');
  },
  removeOccurrence: (body, recurrenceId, now) => removeOccurrence(body, recurrenceId, now, 'VTODO'),
  occurrences: (body) => occurrences(body, 'VTODO'),
  shownOccurrence: () => '',
  image: (body, recurrenceId, capabilities) =>
    taskImage(readResource(body, capabilities.timeZone, 'VTODO'), recurrenceId, capabilities),
  apply: applyTask,
  mergeCloud: (merge) => mergeResource(merge, 'VTODO'),
  sameOnPhone: (a, b, capabilities) =>
    content(readTaskView(a, capabilities), capabilities) ===
    content(readTaskView(b, capabilities), capabilities),
  normalise: (body) => normaliseCalendar(readBody(body, 'VTODO').calendar),
  traitsOfView: (view, capabilities) => {
    const read = readTaskView(view, capabilities);
    const global = read.dialect === 'modern' || lists(capabilities, 'UID');
    const { recurrenceId } = identify(view, 'VTODO');
    return {
      uid: global ? (uidOf(read.item) ?? null) : null,
      recurrenceId,
      ...comparable(read, capabilities),
    };
  },
  traitsOfBody: (body, recurrenceId, capabilities) => {
    const resource = readResource(body, capabilities.timeZone, 'VTODO');
    const view = readTaskView(taskImage(resource, recurrenceId, capabilities).view, capabilities);
    return {
      uid: uidOf(itemOf(resource, recurrenceId)) ?? null,
      recurrenceId,
      ...comparable(view, capabilities),
    };
  },
  matches: (body, recurrenceId, condition, about) => holds(condition, factsOfTask(body, recurrenceId, about)),
  uidOf: (body) => uidOf(readBody(body, 'VTODO').items[0]) ?? null,
};

function comparable(
  view: EventView,
  capabilities: PhoneCapabilities,
): Pick<Traits, 'key' | 'marks' | 'content'> {
  // Tasks are compared by day: phones without a due time cannot keep it. Some send a date that their DevInf knows nothing
  // of: what we would send them has none.
  const due = supports(capabilities, 'DUE') ? dueKey(view).slice(0, 8) : '';
  const title = folded(titleOf(view)).toLowerCase();
  const location = folded(view.location).toLowerCase();
  return {
    key: `${title} ${due}`.trim(),
    marks: location === '' ? [] : [`location ${location}`],
    content: content(view, capabilities),
  };
}

function content(view: EventView, capabilities: PhoneCapabilities): string {
  const legacy = capabilities.contentType === 'text/x-vcalendar' || view.dialect === 'legacy';
  const known = [...taskFields(0), ...(legacy ? [] : otherFields(view))];
  const offsets = view.alarms.map((alarm) => alarm.offset).toSorted((a, b) => a - b);
  const values = [
    ...known.map((field) => [field.name, field.key(view, legacy)] as const),
    ['DUE', dueKey(view)] as const,
    ['DTSTART', taskStartKey(view)] as const,
  ].filter(([name, value]) => value !== '' && supports(capabilities, name));
  const alarms = supportsAlarms(capabilities) ? (legacy ? offsets.slice(0, 1) : offsets).join(',') : '';
  const lines = values.map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [...lines, ...(alarms === '' ? [] : [`VALARM ${alarms}`])].toSorted().join('\n');
}
