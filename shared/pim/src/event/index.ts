/** Events: vCalendar 1.0 and iCalendar 2.0 on phones, iCalendar 2.0 in the cloud. */
import type { PimKind } from '../contract.ts';
import { readBody, uidOf } from '../calendar/calendar-text.ts';
import { mergeResource } from '../calendar/merge-resource.ts';
import { normaliseCalendar } from '../calendar/normalise.ts';
import { holds } from '../filter/holds.ts';
import { apply } from './apply.ts';
import { create } from './create.ts';
import { image } from './image.ts';
import { addOccurrence, identify, occurrences, removeOccurrence, shownOccurrence } from './occurrences.ts';
import { readPhoneText } from './phone-text.ts';
import { factsOfEvent } from './record-facts.ts';
import { sameOnPhone, traitsOfBody, traitsOfView } from './traits.ts';

export const events: PimKind = {
  kind: 'event',
  readPhone: (octets, _contentType, capabilities) => readPhoneText(octets, capabilities.charset),
  identify: (view) => identify(view),
  create,
  addOccurrence,
  removeOccurrence: (body, recurrenceId, now) => removeOccurrence(body, recurrenceId, now),
  occurrences: (body) => occurrences(body),
  shownOccurrence,
  image,
  apply,
  mergeCloud: (merge) => mergeResource(merge, 'VEVENT'),
  sameOnPhone,
  normalise: (body) => normaliseCalendar(readBody(body, 'VEVENT').calendar),
  traitsOfView,
  traitsOfBody,
  matches: (body, recurrenceId, condition, about) =>
    holds(condition, factsOfEvent(body, recurrenceId, about)),
  uidOf: (body) => uidOf(readBody(body, 'VEVENT').items[0]) ?? null,
};
