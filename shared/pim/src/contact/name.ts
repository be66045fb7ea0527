/** N: family; given; additional; prefix; suffix (vCard 2.1 2.2.2, RFC 2426 3.1.2). */
import type { ContentLine, Dialect } from '../text/content-line.ts';
import { readFields, readList, splitEscaped } from '../text/values.ts';
import type { Card } from './card.ts';
import { textKey } from './compare.ts';
import type { Entry, Property } from './entry.ts';
import { fitFields } from './fit.ts';
import { dialectOf, fieldsLine, firstLine } from './line.ts';
import { splitFormattedName } from './formatted-name.ts';

export const name: Property = {
  name: 'N',
  phoneNames: ['N'],
  multiple: false,
  sentUnasked: ['2.1', '3.0', '4.0'],
  read: (card) => {
    const values = nameOf(card);
    if (values.every((value) => textKey(value) === '')) return [];
    const line = firstLine(card, 'N');
    return [{ values, types: [], pref: false, ...(line === undefined ? {} : { line }) }];
  },
  fit: (entry, limits) => {
    const values = fitFields(entry.values, limits);
    return values === undefined ? undefined : { ...entry, values };
  },
  keys: (entry) => entry.values.slice(0, parts).map(textKey),
  write: (entry, target, old) => {
    const before = old === undefined ? [] : components(old, dialectOf(target.version));
    return fieldsLine({ ...entry, values: padded(entry.values) }, target, old, before);
  },
  // N is mandatory in 2.1 and 3.0: a card without it says nothing about names.
  silent: (card) => firstLine(card, 'N') === undefined && nameOf(card).length === 0,
  resplit: sameInOneField,
  removed: (target) => ({ name: target.name, params: [], value: ';;;;' }),
};

/**
 * Components of the name, at most five. Where N is missing or empty the name is taken from FN, unless FN only repeats
 * the organisation, the mail address or the number. Empty when there is no name at all.
 */
export function nameOf(card: Card): readonly string[] {
  const line = firstLine(card, 'N');
  const values = line === undefined ? [] : components(line, card.dialect).slice(0, parts);
  if (values.some((value) => textKey(value) !== '')) return values;
  return splitFormattedName(card);
}

function components(line: ContentLine, dialect: Dialect): readonly string[] {
  const fields = readFields(line, dialect);
  if (dialect === 'legacy') return fields;
  // RFC 2426 3.1.2: a component may hold several values, separated by commas; phones know one.
  return splitEscaped(line.value, ';', 'modern').map((field, index) =>
    splitEscaped(field, ',', 'modern').length > 1
      ? readList({ value: field }, 'modern').join(' ')
      : (fields[index] ?? ''),
  );
}

function padded(values: readonly string[]): readonly string[] {
  return Array.from({ length: parts }, (_, index) => values[index] ?? '');
}

/** Same name in another split: a phone with a single name field returns `First Last` as the family name. */
function sameInOneField(shown: Entry, full: Entry): boolean {
  const [family = '', ...rest] = shown.values.map(textKey);
  if (family === '' || rest.some((value) => value !== '')) return false;
  const [last = '', first = ''] = full.values.map(textKey);
  return first !== '' && last !== '' && (family === `${first} ${last}` || family === `${last} ${first}`);
}

const parts = 5;
