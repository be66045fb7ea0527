/**
 * The reading of a name. Japanese phones write `SOUND;X-IRMC-N:family;given`; bodies keep X-PHONETIC-LAST-NAME and
 * X-PHONETIC-FIRST-NAME, which every address book knows. Two lines of a body make one entry.
 */
import { paramValues } from '../text/content-line.ts';
import type { ContentLine } from '../text/content-line.ts';
import { readFields, readText, writeFields, writeText } from '../text/values.ts';
import { textKey } from './compare.ts';
import type { Property } from './entry.ts';
import { fitFields } from './fit.ts';
import { dialectOf, filledLines } from './line.ts';

export const phonetic: Property = {
  name: 'X-PHONETIC-NAME',
  phoneNames: ['SOUND'],
  multiple: false,
  sentUnasked: [],
  read: (card, side) => {
    const line = filledLines(card, ['SOUND']).find(isReading);
    const values =
      side === 'phone'
        ? line === undefined
          ? []
          : readFields(line, card.dialect).slice(0, 2)
        : bodyNames.map((one) => {
            const part = filledLines(card, [one])[0];
            return part === undefined ? '' : readText(part, card.dialect);
          });
    if (values.every((value) => textKey(value) === '')) return [];
    return [{ values, types: [], pref: false, ...(line === undefined ? {} : { line }) }];
  },
  fit: (entry, limits) => {
    const values = fitFields(entry.values, limits);
    return values === undefined ? undefined : { ...entry, values };
  },
  keys: (entry) => entry.values.map(textKey),
  write: (entry, target) => ({
    name: target.name,
    params: [{ name: 'TYPE', values: ['X-IRMC-N'] }],
    value: writeFields(entry.values, dialectOf(target.version)),
  }),
  store: (lines, entry) =>
    bodyNames.reduce<readonly ContentLine[]>((stored, one, index) => {
      const text = entry?.values[index] ?? '';
      const old = stored.find((line) => line.name === one);
      if (old !== undefined && textKey(readText(old, 'modern')) === textKey(text)) return stored;
      const fresh = text === '' ? [] : [{ name: one, params: [], value: writeText(text, 'modern') }];
      if (old === undefined) return [...stored, ...fresh];
      return stored.flatMap((line) => (line === old ? fresh : [line]));
    }, lines),
};

const bodyNames = ['X-PHONETIC-LAST-NAME', 'X-PHONETIC-FIRST-NAME'] as const;

/** SOUND may also be a recording. */
function isReading(line: ContentLine): boolean {
  return paramValues(line, 'TYPE').some((type) => type.toUpperCase() === 'X-IRMC-N');
}
