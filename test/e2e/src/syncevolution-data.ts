/** Files for SyncEvolution's stores: invented contacts and events, with what makes calendars hard among them. */
import { contactText, eventText, type SyncEvolution } from '@anchorage/kit';

export type Store = 'card' | 'cal';

export async function fill(phone: SyncEvolution, count: number): Promise<void> {
  for (const store of ['card', 'cal'] as const) {
    for (const [name, text] of files(store, count)) await phone.write(store, name, text);
  }
}

/** Seeds of the items that are not part of a series, in order: those that edits may touch. */
export function plainSeeds(store: Store, count: number): readonly number[] {
  return [...files(store, count).keys()]
    .map(Number)
    .filter((seed) => Number.isInteger(seed) && (store === 'card' || seed % seriesEvery !== 0));
}

/** By file name; `count` files. Every tenth event is a series in a zone with summer time, its moved occurrence the file after it. */
function files(store: Store, count: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let seed = 1; found.size < count; seed += 1) {
    if (store === 'card') found.set(String(seed), contactText(seed, 'text/vcard'));
    else if (seed % seriesEvery !== 0) found.set(String(seed), eventText(seed, 'text/calendar'));
    else {
      found.set(String(seed), zonedSeries(seed, false));
      if (found.size < count) found.set(`${seed}-moved`, zonedSeries(seed, true));
    }
  }
  return found;
}

const seriesEvery = 10;

function zonedSeries(seed: number, moved: boolean): string {
  const hour = String(8 + (seed % 9)).padStart(2, '0');
  const later = String(9 + (seed % 9)).padStart(2, '0');
  const own = moved
    ? [
        `RECURRENCE-ID;TZID=Europe/Berlin:20260330T${hour}0000`,
        `SUMMARY:Moved meeting ${seed}`,
        `DTSTART;TZID=Europe/Berlin:20260331T${hour}3000`,
        `DTEND;TZID=Europe/Berlin:20260331T${later}3000`,
      ]
    : [
        `SUMMARY:Weekly meeting ${seed}`,
        `DTSTART;TZID=Europe/Berlin:20260316T${hour}0000`,
        `DTEND;TZID=Europe/Berlin:20260316T${later}0000`,
        'RRULE:FREQ=WEEKLY;COUNT=8',
        `EXDATE;TZID=Europe/Berlin:20260413T${hour}0000`,
      ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Phone//EN',
    ...berlin,
    'BEGIN:VEVENT',
    `UID:series-${seed}@example.org`,
    'DTSTAMP:20260101T000000Z',
    ...own,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const berlin = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];
