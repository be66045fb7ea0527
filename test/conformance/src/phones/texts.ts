/** Invented people and appointments in the plainest wording that every model can hold. */
export function card21(family: string, number: string, ...more: readonly string[]): string {
  return lines('BEGIN:VCARD', 'VERSION:2.1', `N:${family};Anna`, `TEL;CELL:${number}`, ...more, 'END:VCARD');
}

export function card30(family: string, number: string, ...more: readonly string[]): string {
  return lines(
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${family.toLowerCase()}@example.org`,
    `N:${family};Bert;;;`,
    `FN:Bert ${family}`,
    `TEL;TYPE=CELL:${number}`,
    ...more,
    'END:VCARD',
  );
}

export function event10(summary: string, day: string): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:1.0',
    'BEGIN:VEVENT',
    `SUMMARY:${summary}`,
    `DTSTART:${day}T090000Z`,
    `DTEND:${day}T100000Z`,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

export function event20(summary: string, day: string): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//test//EN',
    'BEGIN:VEVENT',
    `UID:${summary.toLowerCase()}@example.org`,
    'DTSTAMP:20260101T000000Z',
    `SUMMARY:${summary}`,
    `DTSTART:${day}T110000Z`,
    `DTEND:${day}T120000Z`,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

export function task10(summary: string, day: string): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:1.0',
    'BEGIN:VTODO',
    `SUMMARY:${summary}`,
    `DUE:${day}T120000Z`,
    'STATUS:NEEDS ACTION',
    'END:VTODO',
    'END:VCALENDAR',
  );
}

export function task20(summary: string, day: string): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//test//EN',
    'BEGIN:VTODO',
    `UID:task-${summary.toLowerCase()}@example.org`,
    'DTSTAMP:20260101T000000Z',
    `SUMMARY:${summary}`,
    `DUE:${day}T110000Z`,
    'END:VTODO',
    'END:VCALENDAR',
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\r\n')}\r\n`;
}
