/** What slow sync compares, and whether two views say the same to a phone. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { Traits } from '../contract.ts';
import { uidOf } from '../calendar/calendar-text.ts';
import { timeKey, timeText } from '../calendar/calendar-time.ts';
import { isLegacy, lists, supports, supportsAlarms } from './capabilities.ts';
import { fields, folded, otherFields } from './fields.ts';
import { imageOf } from './image.ts';
import { exceptionDays, seriesKey } from './merge-series.ts';
import { lengthKey, startKey } from './merge-times.ts';
import { phoneRecurrenceTime, readPhoneView } from './phone-text.ts';
import { itemOf, readResource } from './resource.ts';
import { titleOf, type EventView } from './view.ts';

export function traitsOfView(text: string, capabilities: PhoneCapabilities): Traits {
  const view = readPhoneView(text, capabilities);
  const time = phoneRecurrenceTime(view.item, view.book);
  const global = view.dialect === 'modern' || lists(capabilities, 'UID');
  return {
    uid: global ? (uidOf(view.item) ?? null) : null,
    recurrenceId: time === undefined ? '' : timeText(time),
    ...comparable(view, capabilities),
  };
}

export function traitsOfBody(body: string, recurrenceId: string, capabilities: PhoneCapabilities): Traits {
  const resource = readResource(body, capabilities.timeZone);
  const view = readPhoneView(imageOf(resource, recurrenceId, capabilities).view, capabilities);
  return {
    uid: uidOf(itemOf(resource, recurrenceId)) ?? null,
    recurrenceId,
    ...comparable(view, capabilities),
  };
}

export function sameOnPhone(a: string, b: string, capabilities: PhoneCapabilities): boolean {
  return (
    content(readPhoneView(a, capabilities), capabilities) ===
    content(readPhoneView(b, capabilities), capabilities)
  );
}

function comparable(
  view: EventView,
  capabilities: PhoneCapabilities,
): Pick<Traits, 'key' | 'marks' | 'content'> {
  const title = folded(titleOf(view)).toLowerCase();
  const start = startKey(view);
  const marks = [
    view.span === undefined ? '' : `end ${timeKey(view.span.end)}`,
    seriesKey(view) === '' ? '' : `rule ${seriesKey(view)}`,
    folded(view.location) === '' ? '' : `location ${folded(view.location).toLowerCase()}`,
  ];
  return {
    key: title === '' && start === '' ? '' : `${title} ${start}`.trim(),
    marks: marks.filter((mark) => mark !== '').toSorted(),
    content: content(view, capabilities),
  };
}

/** Everything the phone can hold of it, one line each. */
function content(view: EventView, capabilities: PhoneCapabilities): string {
  const legacy = isLegacy(capabilities) || view.dialect === 'legacy';
  const known = legacy ? fields : [...fields, ...otherFields(view)];
  const values = known
    .filter((field) => supports(capabilities, field.name))
    .map((field) => [field.name, field.key(view, legacy)] as const);
  const alarms = view.alarms.map((alarm) => alarm.offset).toSorted((a, b) => a - b);
  const shown = legacy ? alarms.slice(0, 1) : alarms;
  const lines = [
    ...values,
    ['DTSTART', startKey(view)],
    ['DTEND', lengthKey(view)],
    ['RRULE', supports(capabilities, 'RRULE') ? seriesKey(view) : ''],
    ['EXDATE', supports(capabilities, 'EXDATE') ? [...exceptionDays(view).keys()].toSorted().join(',') : ''],
    ['VALARM', supportsAlarms(capabilities) ? shown.join(',') : ''],
  ] as const;
  return lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .toSorted()
    .join('\n');
}
