/** The view of an event for one phone. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { PhoneImage } from '../contract.ts';
import { PimError } from '../pim-error.ts';
import { representable } from '../text/charset.ts';
import { lineOf } from '../text/content-line.ts';
import { isLegacy } from './capabilities.ts';
import { legacyImage } from './image-legacy.ts';
import { modernImage } from './image-modern.ts';
import { writeView } from './phone-text.ts';
import { itemOf, readResource, type Resource } from './resource.ts';

/** Throws `unreadable` for a body without event, without start, or without that occurrence. */
export function image(body: string, recurrenceId: string, capabilities: PhoneCapabilities): PhoneImage {
  return imageOf(readResource(body, capabilities.timeZone), recurrenceId, capabilities);
}

export function imageOf(
  resource: Resource,
  recurrenceId: string,
  capabilities: PhoneCapabilities,
): PhoneImage {
  if (lineOf(itemOf(resource, recurrenceId), 'DTSTART') === undefined) {
    throw new PimError('unreadable', 'the event has no DTSTART');
  }
  const legacy = isLegacy(capabilities);
  const { calendar, withheld } = (legacy ? legacyImage : modernImage)(resource, recurrenceId, capabilities);
  const view = writeView(calendar, legacy, capabilities);
  // What a phone's charset lacks reaches it as "?" also where the line is not quoted-printable.
  const text = legacy ? representable(view, capabilities.charset) : view;
  return { view: text, contentType: legacy ? 'text/x-vcalendar' : 'text/calendar', withheld };
}
