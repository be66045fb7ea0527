/** TEL (vCard 2.1 2.3.1, RFC 2426 3.3.1, RFC 6350 6.4.1: text, or a tel: URI). */
import type { Property } from './entry.ts';
import { numberKey, textKey } from './compare.ts';
import { fitWhole } from './fit.ts';
import { filledLines, textEntry, textLine } from './line.ts';

export const phone: Property = {
  name: 'TEL',
  phoneNames: ['TEL'],
  multiple: true,
  sentUnasked: ['2.1', '3.0', '4.0'],
  read: (card) =>
    filledLines(card, ['TEL'])
      .map((line) => textEntry(line, card))
      .map((entry) => ({ ...entry, values: [fromUri(entry.values[0] ?? '')] }))
      .filter((entry) => textKey(entry.values[0] ?? '') !== ''),
  // A cut number is a wrong number: first its blanks and brackets go, then it is withheld.
  fit: (entry, limits) => {
    const text =
      fitWhole(entry.values[0] ?? '', limits) ?? fitWhole(numberKey(entry.values[0] ?? ''), limits);
    return text === undefined ? undefined : { ...entry, values: [text] };
  },
  keys: (entry) => [numberKey(entry.values[0] ?? '')],
  write: textLine,
};

function fromUri(value: string): string {
  const number = value.trim();
  if (!/^tel:/i.test(number)) return number;
  return number
    .slice(4)
    .replace(/;ext=/i, ' x')
    .replace(/;(?:phone-context|isub)=[^;]*/gi, '');
}
