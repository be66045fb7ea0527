/**
 * The few kinds of entries that people in these stories have, as a phone and as the cloud writes them. `key` and `fixed`
 * make an entry recognisable and never change; `one` and `two` are what people edit.
 */
export const datastores = ['card', 'cal'] as const;
export type Datastore = (typeof datastores)[number];
export interface Entry {
  readonly key: string;
  readonly one: string;
  readonly two: string;
}

export const collectionOf = { card: 'contacts', cal: 'calendar' } as const satisfies Record<
  Datastore,
  string
>;

export function phoneText(datastore: Datastore, entry: Entry): string {
  return datastore === 'card' ? card21(entry) : event10(entry);
}

export function cloudText(datastore: Datastore, entry: Entry): string {
  return datastore === 'card' ? card30(entry) : event20(entry);
}

/** Reads either side's wording. Throws when a text is none that anybody here would write. */
export function readEntry(datastore: Datastore, text: string): Entry {
  const lines = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([A-Z]+)[^:]*:(.*)$/.exec(line) ?? [];
    if (name !== '' && name !== 'BEGIN' && name !== 'END') lines.set(name, value);
  }
  const value = (name: string): string => lines.get(name) ?? '';
  if (datastore === 'card') {
    const key = value('N').split(';')[0] ?? '';
    check(key !== '' && value('EMAIL') === `${key.toLowerCase()}@example.org`, text);
    return { key, one: value('TEL'), two: value('URL') };
  }
  const key = value('SUMMARY');
  check(
    key !== '' && hour(value('DTSTART')) === startOf(key) && hour(value('DTEND')) === startOf(key) + 1,
    text,
  );
  return { key, one: value('LOCATION'), two: value('DESCRIPTION') };
}

function check(holds: boolean, text: string): void {
  if (!holds) throw new Error(`an entry is damaged:\n${text}`);
}

/** An hour of a day in January, so that its zone is an hour ahead of UTC. */
function startOf(key: string): number {
  return 8 + (Number(key.replaceAll(/\D/g, '')) % 10);
}

/** In UTC; a phone without UTC writes what its owner's clock shows, in Berlin. */
function hour(time: string): number {
  const [, hours = '', utc = ''] = /^20260115T(\d\d)0000(Z?)$/.exec(time) ?? [];
  return Number(hours === '' ? Number.NaN : hours) - (utc === 'Z' ? 0 : 1);
}

function card21({ key, one, two }: Entry): string {
  return lines(
    'BEGIN:VCARD',
    'VERSION:2.1',
    `N:${key};Anna`,
    `TEL;CELL:${one}`,
    `EMAIL;INTERNET:${key.toLowerCase()}@example.org`,
    `URL:${two}`,
    'END:VCARD',
  );
}

function card30({ key, one, two }: Entry): string {
  return lines(
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${key.toLowerCase()}`,
    `N:${key};Anna;;;`,
    `FN:Anna ${key}`,
    `TEL;TYPE=CELL:${one}`,
    `EMAIL;TYPE=INTERNET:${key.toLowerCase()}@example.org`,
    `URL:${two}`,
    'END:VCARD',
  );
}

function event10({ key, one, two }: Entry): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:1.0',
    'BEGIN:VEVENT',
    `SUMMARY:${key}`,
    ...times(key),
    `LOCATION:${one}`,
    `DESCRIPTION:${two}`,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

function event20({ key, one, two }: Entry): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//storms//EN',
    'BEGIN:VEVENT',
    `UID:${key.toLowerCase()}`,
    'DTSTAMP:20260101T000000Z',
    `SUMMARY:${key}`,
    ...times(key),
    `LOCATION:${one}`,
    `DESCRIPTION:${two}`,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

function times(key: string): readonly string[] {
  const at = (hours: number): string => `20260115T${String(hours).padStart(2, '0')}0000Z`;
  return [`DTSTART:${at(startOf(key))}`, `DTEND:${at(startOf(key) + 1)}`];
}

function lines(...all: readonly string[]): string {
  return `${all.join('\r\n')}\r\n`;
}
