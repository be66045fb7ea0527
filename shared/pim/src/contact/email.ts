/** EMAIL (vCard 2.1 2.3.2, RFC 2426 3.3.2). */
import type { Property } from './entry.ts';
import { mailKey } from './compare.ts';
import { fitWhole } from './fit.ts';
import { filledLines, textEntry, textLine } from './line.ts';

export const email: Property = {
  name: 'EMAIL',
  phoneNames: ['EMAIL'],
  multiple: true,
  sentUnasked: ['2.1', '3.0', '4.0'],
  // Motorola V3 and V600 write `-` for no address.
  read: (card) =>
    filledLines(card, ['EMAIL'])
      .map((line) => textEntry(line, card))
      .filter((entry) => !['', '-'].includes((entry.values[0] ?? '').trim())),
  fit: (entry, limits) => {
    const text = fitWhole((entry.values[0] ?? '').trim(), limits);
    return text === undefined ? undefined : { ...entry, values: [text] };
  },
  keys: (entry) => [mailKey(entry.values[0] ?? '')],
  // Nokia phones hide an address without INTERNET, and the E51 loses it later.
  write: (entry, target, old) =>
    textLine(old === undefined ? { ...entry, types: withInternet(entry.types) } : entry, target, old),
};

function withInternet(types: readonly string[]): readonly string[] {
  return types.some((type) => otherNetworks.has(type))
    ? types
    : ['INTERNET', ...types.filter((type) => type !== 'INTERNET')];
}

const otherNetworks = new Set([
  'X400',
  'AOL',
  'APPLELINK',
  'ATTMAIL',
  'CIS',
  'EWORLD',
  'IBMMAIL',
  'MCIMAIL',
  'POWERSHARE',
  'PRODIGY',
  'TLX',
]);
