/** Invented items, one maker per kind. */
import type { CollectionName } from '@anchorage/kit';

export function itemText(collection: CollectionName, uid: string, title: string): string {
  if (collection === 'contacts') {
    return lines('BEGIN:VCARD', 'VERSION:3.0', `UID:${uid}`, `FN:${title}`, `N:${title};;;;`, 'END:VCARD');
  }
  const component = { calendar: 'VEVENT', tasks: 'VTODO', notes: 'VJOURNAL' }[collection];
  const start = collection === 'calendar' ? ['DTSTART:20270301T090000Z', 'DTEND:20270301T100000Z'] : [];
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//conformance//EN',
    `BEGIN:${component}`,
    `UID:${uid}`,
    'DTSTAMP:20270101T000000Z',
    ...start,
    `SUMMARY:${title}`,
    `END:${component}`,
    'END:VCALENDAR',
  );
}

export function fileName(collection: CollectionName, uid: string): string {
  return `${uid}.${collection === 'contacts' ? 'vcf' : 'ics'}`;
}

function lines(...content: readonly string[]): string {
  return content.map((line) => `${line}\r\n`).join('');
}
