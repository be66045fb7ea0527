/** Properties whose value is one text: TITLE, ROLE, and the vendors' own (vCard 2.1 2.4; RFC 2426 3.5). */
import { isLossyForm, textKey } from './compare.ts';
import type { Property } from './entry.ts';
import { fitText } from './fit.ts';
import { filledLines, textEntry, textLine } from './line.ts';

export interface TextPropertyOptions {
  readonly phoneNames?: readonly string[];
  readonly multiple?: boolean;
  readonly sentUnasked?: Property['sentUnasked'];
}

export function textProperty(name: string, options: TextPropertyOptions = {}): Property {
  const phoneNames = options.phoneNames ?? [name];
  return {
    name,
    phoneNames,
    multiple: options.multiple ?? false,
    sentUnasked: options.sentUnasked ?? [],
    read: (card, side) =>
      filledLines(card, side === 'phone' ? phoneNames : [name])
        .map((line) => textEntry(line, card))
        .filter((entry) => textKey(entry.values[0] ?? '') !== ''),
    fit: (entry, limits) => {
      const text = fitText(entry.values[0] ?? '', limits);
      return text === undefined || textKey(text) === ''
        ? undefined
        : { ...entry, values: [text], types: [], pref: false };
    },
    keys: (entry) => [textKey(entry.values[0] ?? '')],
    write: (entry, target, old) =>
      textLine(old === undefined ? { ...entry, types: [], pref: false } : entry, target, old),
  };
}

/** Does `shown` say the same as `full`, as far as a phone's character set lets it? */
export function sameText(shown: string, full: string): boolean {
  return shown === full || isLossyForm(shown, full);
}
