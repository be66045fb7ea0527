/** ORG: name; unit; further units (vCard 2.1 2.5.4, RFC 2426 3.5.5). */
import type { Property } from './entry.ts';
import { textKey } from './compare.ts';
import { fitFields } from './fit.ts';
import { fieldsEntry, fieldsLine, filledLines } from './line.ts';

export const organization: Property = structuredProperty('ORG', ['2.1', '3.0', '4.0']);

/** GEO and vendors' properties whose semicolons may mean something: passed through part by part. */
export function structuredProperty(name: string, sentUnasked: Property['sentUnasked'] = []): Property {
  return {
    name,
    phoneNames: [name],
    multiple: false,
    sentUnasked,
    read: (card) =>
      filledLines(card, [name])
        .map((line) => fieldsEntry(line, card))
        .filter((entry) => entry.values.some((value) => textKey(value) !== '')),
    fit: (entry, limits) => {
      const values = fitFields(entry.values, limits);
      if (values === undefined || values.every((value) => value === '')) return undefined;
      return { ...entry, values, types: [], pref: false };
    },
    keys: (entry) => entry.values.map(textKey),
    write: (entry, target, old) =>
      fieldsLine(old === undefined ? { ...entry, types: [], pref: false } : entry, target, old),
  };
}
