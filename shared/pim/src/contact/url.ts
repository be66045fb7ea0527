/** URL (vCard 2.1 2.7.5). A URI knows no backslash escapes, but writers disagree: commas and semicolons are read both ways. */
import type { Property } from './entry.ts';
import { textKey } from './compare.ts';
import { fitWhole } from './fit.ts';
import { filledLines, textEntry, withValue } from './line.ts';

export const url: Property = {
  name: 'URL',
  phoneNames: ['URL'],
  multiple: true,
  sentUnasked: ['2.1', '3.0', '4.0'],
  read: (card) =>
    filledLines(card, ['URL'])
      .map((line) => textEntry(line, card))
      .filter((entry) => textKey(entry.values[0] ?? '') !== ''),
  fit: (entry, limits) => {
    const text = fitWhole((entry.values[0] ?? '').trim(), limits);
    return text === undefined ? undefined : { ...entry, values: [text] };
  },
  keys: (entry) => [textKey(entry.values[0] ?? '')],
  write: (entry, target, old) =>
    withValue(entry, target, escaped(entry.values[0] ?? '', target.version), old),
};

/** Only a backslash needs care, so that a reader that undoes escapes gets the same text. */
function escaped(text: string, version: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  return version === '2.1' ? line.replaceAll('\\;', '\\\\;') : line.replace(/\\(?=[\\,;:nN]|$)/g, '\\\\');
}
