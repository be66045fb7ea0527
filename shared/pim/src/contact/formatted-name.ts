/** FN: the name as it is shown; required in 3.0 and 4.0, made from the rest where a phone sends none (merge rule M7). */
import { readFields, readText } from '../text/values.ts';
import type { Card } from './card.ts';
import { textKey } from './compare.ts';
import type { Property } from './entry.ts';
import { filledLines, firstLine } from './line.ts';
import { textProperty } from './text-property.ts';

export const formattedName: Property = {
  ...textProperty('FN', { sentUnasked: ['2.1', '3.0', '4.0'] }),
  // Optional in 2.1: many phones take it and never return it. A body cannot be without.
  silent: (card) => formattedNameOf(card) === '',
};

export function formattedNameOf(card: Card): string {
  const line = firstLine(card, 'FN');
  return line === undefined ? '' : readText(line, card.dialect).trim();
}

/** FN for a card that has none: prefix given additional family suffix, else organisation, mail address, number. */
export function generateFormattedName(card: Card): string {
  return forms[0]?.(namesOf(card)) || fallbacks(card)[0] || 'Unnamed';
}

/**
 * The new FN after N or ORG changed: made in the same way when the old one was made from the old name, in any usual
 * form; else undefined, because a person wrote it.
 */
export function regenerateFormattedName(before: Card, after: Card): string | undefined {
  const old = textKey(formattedNameOf(before));
  if (old === '') return generateFormattedName(after);
  const form = forms.find((make) => textKey(make(namesOf(before))) === old);
  const made = form !== undefined || fallbacks(before).some((text) => textKey(text) === old);
  if (!made) return undefined;
  return form?.(namesOf(after)) || generateFormattedName(after);
}

/** Name components out of FN, for cards whose N is empty: last word the family name. */
export function splitFormattedName(card: Card): readonly string[] {
  const shown = textKey(formattedNameOf(card));
  if (shown === '' || shown === 'Unnamed' || fallbacks(card).some((text) => textKey(text) === shown))
    return [];
  const space = shown.lastIndexOf(' ');
  return space < 0 ? [shown] : [shown.slice(space + 1), shown.slice(0, space)];
}

function fallbacks(card: Card): readonly string[] {
  return ['ORG', 'NICKNAME', 'EMAIL', 'TEL']
    .flatMap((name) =>
      filledLines(card, [name]).map((line) => (readFields(line, card.dialect)[0] ?? '').trim()),
    )
    .filter((text) => text !== '');
}

function namesOf(card: Card): Names {
  const line = firstLine(card, 'N');
  const fields = line === undefined ? [] : readFields(line, card.dialect).map((field) => field.trim());
  const [family = '', given = '', additional = '', prefix = '', suffix = ''] = fields;
  return { family, given, additional, prefix, suffix };
}

interface Names {
  readonly family: string;
  readonly given: string;
  readonly additional: string;
  readonly prefix: string;
  readonly suffix: string;
}

function join(separator: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

const forms: readonly ((names: Names) => string)[] = [
  ({ family, given, additional, prefix, suffix }) => join(' ', prefix, given, additional, family, suffix),
  ({ family, given, additional }) => join(' ', given, additional, family),
  ({ family, given }) => join(' ', given, family),
  ({ family, given }) => join(', ', family, given),
  ({ family, given, additional }) => join(', ', family, join(' ', given, additional)),
  ({ family, given }) => join(' ', family, given),
  ({ family, given }) => join('', family, given),
];
