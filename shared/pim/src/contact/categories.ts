/** CATEGORIES and NICKNAME: several values in one line (RFC 2426 3.7.1 and 3.1.3). */
import { PimError } from '../pim-error.ts';
import { readList, writeList } from '../text/values.ts';
import { textKey } from './compare.ts';
import type { Entry, Property, Target } from './entry.ts';
import { fitText } from './fit.ts';
import { dialectOf, filledLines, withValue } from './line.ts';
import type { ContentLine } from '../text/content-line.ts';

export const categories: Property = listProperty('CATEGORIES', ['CATEGORIES', 'X-MOT-CAT'], ';');

/** S60 keeps it as X-EPOCSECONDNAME, the Nokia 5310 as X-NICKNAME, Motorola as X-MOT-NICKNAME. */
export const nickname: Property = listProperty(
  'NICKNAME',
  ['NICKNAME', 'X-EPOCSECONDNAME', 'X-NICKNAME', 'X-MOT-NICKNAME'],
  ',',
);

function listProperty(name: string, phoneNames: readonly string[], legacySeparator: string): Property {
  const writeAll = (entries: readonly Entry[], target: Target, old?: ContentLine): ContentLine => {
    const texts = entries.map((entry) => entry.values[0] ?? '');
    const dialect = dialectOf(target.version);
    const list = writeList(texts, dialect);
    const value =
      dialect === 'legacy' ? texts.map((text) => writeList([text], dialect)).join(legacySeparator) : list;
    return withValue({ values: [], types: [], pref: false }, target, value, old);
  };
  return {
    name,
    phoneNames,
    multiple: true,
    sentUnasked: ['3.0', '4.0'],
    // Nokia E series puts `X-` before categories of its own.
    read: (card, side) =>
      filledLines(card, side === 'phone' ? phoneNames : [name]).flatMap((line) =>
        unique(readList(line, card.dialect)).map((value) => ({
          values: [side === 'phone' && name === 'CATEGORIES' ? value.replace(/^X-(?=\p{L})/u, '') : value],
          types: [],
          pref: false,
          line,
        })),
      ),
    fit: (entry, limits) => {
      const text = fitText(entry.values[0] ?? '', limits);
      return text === undefined || text === '' ? undefined : { ...entry, values: [text] };
    },
    keys: (entry) => [textKey(entry.values[0] ?? '')],
    write: (entry, target, old) => writeAll([entry], target, old),
    writeAll,
  };
}

function unique(values: readonly string[]): readonly string[] {
  // Bounds the work of matching, as the number of lines of a card does.
  if (values.length > maxValues) throw new PimError('too-large', 'a list of more than 500 values');
  return [...new Set(values)];
}

const maxValues = 500;
