/** A body's lines in another version's spelling, for merging bodies of different versions. */
import type { ContentLine } from '../text/content-line.ts';
import { address } from './address.ts';
import { birthday } from './birthday.ts';
import type { Card } from './card.ts';
import type { CardVersion } from './card-version.ts';
import { email } from './email.ts';
import type { Property } from './entry.ts';
import { label } from './address.ts';
import { phone } from './phone.ts';
import { logo, photo } from './photo.ts';
import { url } from './url.ts';

/** Unchanged when it has that version already; properties that both versions spell alike keep their lines. */
export function inVersion(card: Card, version: CardVersion): Card {
  if (card.version === version) return card;
  const lines = card.lines.map((line) => convert(line, card, version));
  return { dialect: 'modern', version, lines };
}

function convert(line: ContentLine, card: Card, version: CardVersion): ContentLine {
  if (line.name === 'VERSION') return { name: 'VERSION', params: [], value: version };
  const property = spelledDifferently.get(line.name);
  const [entry] = property?.read({ ...card, lines: [line] }, 'body') ?? [];
  if (property === undefined || entry === undefined) return line;
  const written = property.write(entry, { forPhone: false, version, name: line.name });
  const params = line.params.filter((param) => !respelled.has(param.name));
  const group = line.group === undefined ? {} : { group: line.group };
  return { ...written, ...group, params: [...written.params, ...params] };
}

const spelledDifferently: ReadonlyMap<string, Property> = new Map(
  [phone, email, address, label, url, birthday, photo, logo].map((property) => [property.name, property]),
);
const respelled = new Set(['TYPE', 'PREF', 'ENCODING', 'VALUE', 'MEDIATYPE', 'CHARSET']);
