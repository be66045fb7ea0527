/** BDAY: a whole date. Phones write 19700131 or 1970-01-31, some with a time; 4.0 also dates without a year. */
import type { Card } from './card.ts';
import type { Property, Target } from './entry.ts';
import { filledLines, textEntry, withValue } from './line.ts';

export const birthday: Property = dateProperty('BDAY', ['2.1', '3.0', '4.0']);

/** Also for X-ANNIVERSARY, whose values phones write alike. */
export function dateProperty(name: string, sentUnasked: Property['sentUnasked']): Property {
  return {
    name,
    phoneNames: [name],
    multiple: false,
    sentUnasked,
    // Only whole dates are read: a date without year stays on the server (RFC 6350 4.3.1 `--0131`; E10).
    read: (card) =>
      filledLines(card, [name])
        .slice(0, 1)
        .map((line) => textEntry(line, card))
        .flatMap((entry) => {
          const date = wholeDate(entry.values[0] ?? '');
          const yearless = entry.line?.params.some((param) => param.name === 'X-APPLE-OMIT-YEAR') === true;
          return date === undefined || yearless ? [] : [{ ...entry, values: [date], types: [], pref: false }];
        }),
    fit: (entry) => entry,
    keys: (entry) => [entry.values[0] ?? ''],
    write: (entry, target, old) => withValue(entry, target, spelling(entry.values[0] ?? '', target), old),
    silent: (card) => unreadable(card, name),
  };
}

function unreadable(card: Card, name: string): boolean {
  const lines = filledLines(card, [name]);
  return (
    lines.length > 0 &&
    lines.every((line) => !empty.test(line.value.trim()) && wholeDate(line.value) === undefined)
  );
}

/** `yyyymmdd`, or undefined for anything that is no day of the calendar. */
function wholeDate(text: string): string | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text.trim());
  const [, year = '', month = '', day = ''] = match ?? [];
  if (match === null || Number(year) === 0) return undefined;
  const real =
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(year, month);
  return real ? `${year}${month}${day}` : undefined;
}

function daysIn(year: string, month: string): number {
  return new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
}

/** Basic form for 2.1 phones (Nokia wants it) and 4.0, extended form in 3.0 (RFC 2426 3.1.5). */
function spelling(date: string, target: Target): string {
  return target.version === '3.0' ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;
}

/** Siemens M55 writes zeros for no date. */
const empty = /^0{4}-?0{2}-?0{2}/;
