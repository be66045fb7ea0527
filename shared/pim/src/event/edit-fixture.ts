/** What a phone sends for an event in the cloud, for the tests of this folder. */
import type { ConflictPolicy, PhoneCapabilities } from '@anchorage/model';
import { ical, linesOfText, now, oldPhone } from './fixtures.ts';
import { events } from './index.ts';

export const phone = oldPhone();

interface Edit {
  readonly body: string;
  readonly id?: string;
  readonly phone?: PhoneCapabilities;
  /** What the phone was shown; by default the image of the body. */
  readonly view?: string | null;
  readonly policy?: ConflictPolicy;
  readonly change: (view: string) => string;
}

export function edit({ body, id = '', phone: capabilities = phone, view, policy = 'merge', change }: Edit) {
  const shown = events.image(body, id, capabilities).view;
  const outcome = events.apply({
    body,
    recurrenceId: id,
    view: view === undefined ? shown : view,
    incoming: change(view ?? shown),
    capabilities,
    policy,
    now,
  });
  return { ...outcome, lines: linesOfText(outcome.body) };
}

/** A meeting with all that only a cloud holds. */
export const rich = ical(
  'SUMMARY:Dentist',
  'DESCRIPTION:bring the card',
  'DTSTART;TZID=Europe/Berlin:20240507T083000',
  'DTEND;TZID=Europe/Berlin:20240507T090000',
  'SEQUENCE:3',
  'PRIORITY:3',
  'ORGANIZER:mailto:o@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org',
  'X-KEEP;X-P="a;b":me',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'DESCRIPTION:reminder',
  'TRIGGER:-PT15M',
  'X-ALARM:1',
  'END:VALARM',
  'BEGIN:VALARM',
  'ACTION:EMAIL',
  'TRIGGER:-P1D',
  'END:VALARM',
);
