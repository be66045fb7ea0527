/** ADR: box; extended; street; locality; region; code; country (vCard 2.1 2.3.3), and LABEL, its printed form. */
import type { Property } from './entry.ts';
import { textKey } from './compare.ts';
import { fitFields } from './fit.ts';
import { fieldsEntry, fieldsLine, filledLines } from './line.ts';
import { textProperty } from './text-property.ts';
import { textLine } from './line.ts';

export const address: Property = {
  name: 'ADR',
  phoneNames: ['ADR'],
  multiple: true,
  sentUnasked: ['2.1', '3.0', '4.0'],
  read: (card) =>
    filledLines(card, ['ADR'])
      .map((line) => fieldsEntry(line, card))
      .filter((entry) => entry.values.some((value) => textKey(value) !== '')),
  fit: (entry, limits) => {
    const values = fitFields(entry.values, limits);
    return values === undefined || values.every((value) => value === '') ? undefined : { ...entry, values };
  },
  keys: (entry) => entry.values.map(textKey),
  write: (entry, target, old) =>
    fieldsLine(
      { ...entry, values: Array.from({ length: 7 }, (_, at) => entry.values[at] ?? '') },
      target,
      old,
    ),
};

/** Written only to phones that ask for it. */
export const label: Property = {
  ...textProperty('LABEL', { multiple: true }),
  write: textLine,
};
