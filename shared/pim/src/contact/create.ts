/** A new vCard 3.0 resource from what a phone sent. */
import type { NewItem } from '../contract.ts';
import type { ContentLine } from '../text/content-line.ts';
import { writeText } from '../text/values.ts';
import { readView, writeBody, type Card } from './card.ts';
import { formattedNameOf, generateFormattedName } from './formatted-name.ts';
import { propertiesFor } from './properties.ts';
import { rewrite } from './rewrite.ts';

export const productId = '-//Anchorage//Contacts//EN';

export function createBody(incoming: string, item: NewItem): string {
  const view = readView(incoming);
  const head: readonly ContentLine[] = [
    { name: 'VERSION', params: [], value: '3.0' },
    { name: 'PRODID', params: [], value: productId },
    { name: 'UID', params: [], value: writeText(item.uid, 'modern') },
    { name: 'N', params: [], value: ';;;;' },
  ];
  const empty: Card = { dialect: 'modern', version: '3.0', lines: head };
  const card = propertiesFor(item.capabilities).reduce((made, property) => {
    const entries = property.read(view, 'phone');
    // A second TITLE or NOTE is rare but legal, a second name is not.
    const kept = atMostOne.has(property.name) ? entries.slice(0, 1) : entries;
    if (kept.length === 0) return made;
    const plain = kept.map(({ values, types, pref }) => ({ values, types, pref }));
    return rewrite(
      made,
      property,
      plain.map((to) => ({ kind: 'add', to })),
    );
  }, empty);
  return writeBody({ ...card, lines: [...withFormattedName(card).lines, revision(item.now)] });
}

/** The card with an FN, made from the rest when it has none; directly behind N. */
export function withFormattedName(card: Card): Card {
  if (formattedNameOf(card) !== '') return card;
  const fn = { name: 'FN', params: [], value: writeText(generateFormattedName(card), 'modern') };
  const lines = card.lines.filter((line) => line.name !== 'FN');
  const at = lines.findIndex((line) => line.name === 'N');
  return { ...card, lines: [...lines.slice(0, at + 1), fn, ...lines.slice(at + 1)] };
}

/** REV with the time of the change, in UTC (RFC 2426 3.6.4). */
export function revision(now: number): ContentLine {
  const time = new Date(now).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');
  return { name: 'REV', params: [], value: time };
}

const atMostOne = new Set(['N', 'FN', 'BDAY', 'X-ANNIVERSARY', 'CLASS', 'X-PHONETIC-NAME']);
