import type { Content } from './content.ts';
import { joined, unfolded, valueOf, withValue } from './lines.ts';

const titles = ['Kanari breakfast', 'Kanari concert', 'Kanari dentist'];

export const eventContent: Content = {
  collection: 'calendar',
  datastore: 'cal',
  onPhone: (token, name) =>
    joined(
      'BEGIN:VCALENDAR',
      'VERSION:1.0',
      'BEGIN:VEVENT',
      `SUMMARY:${titles[name % titles.length]} ${token}`,
      `DTSTART:${dayOf(token)}T090000Z`,
      `DTEND:${dayOf(token)}T100000Z`,
      'END:VEVENT',
      'END:VCALENDAR',
    ),
  inCloud: (token, name) =>
    joined(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//example.org//simulated//EN',
      'BEGIN:VEVENT',
      `UID:event-${token}@example.org`,
      'DTSTAMP:20260101T000000Z',
      `SUMMARY:${titles[name % titles.length]} ${token}`,
      `DTSTART:${dayOf(token)}T090000Z`,
      `DTEND:${dayOf(token)}T100000Z`,
      ...eventContent.keptBy(token).map((value, at) => `${onlyInCloud[at]}:${value}`),
      'END:VEVENT',
      'END:VCALENDAR',
    ),
  keptBy: (token) => [`https://example.org/kanari/${token}`, `mailto:kanari-${token}@example.org`],
  read(text) {
    const token = /^SUMMARY[^:]*:.*?(\d{7})/im.exec(unfolded(text))?.[1];
    if (token === undefined) return null;
    return {
      token,
      fields: { note: valueOf(text, 'DESCRIPTION'), extra: valueOf(text, 'LOCATION') },
      kept: eventContent.keptBy(token).filter((value) => unfolded(text).split(value).length === 2),
    };
  },
  change: (text, field, value) =>
    field === 'note'
      ? withValue(text, 'DESCRIPTION', `DESCRIPTION:${value}`, 'VEVENT')
      : withValue(text, 'LOCATION', `LOCATION:${value}`, 'VEVENT'),
};

/** Some day of the year to come, the same for the same token. */
function dayOf(token: string): string {
  return `2026${String((Number(token) % 12) + 1).padStart(2, '0')}${String((Number(token) % 28) + 1).padStart(2, '0')}`;
}

const onlyInCloud = ['X-EXAMPLE-PLACE', 'ATTENDEE;CN=Kanari'];
