/** One vCard of any version, as read from a view or a body, and the way back to text of a body. */
import { PimError } from '../pim-error.ts';
import type { Component, ContentLine, Dialect } from '../text/content-line.ts';
import { readContentText } from '../text/read-text.ts';
import { readFields, readText, writeFields, writeText } from '../text/values.ts';
import { writeModern } from '../text/write-text.ts';
import type { CardVersion } from './card-version.ts';
import { bodyTypes, readTypes } from './types.ts';

export interface Card {
  readonly dialect: Dialect;
  readonly version: CardVersion;
  readonly lines: readonly ContentLine[];
}

/** Reads the first VCARD of a view. Throws `unreadable` when there is none, `too-large` beyond the reader's bounds. */
export function readView(text: string): Card {
  return readCard(text);
}

/**
 * Reads a body. A server may hold 2.1 text that some client once uploaded: it is turned into 3.0, since servers no
 * longer take 2.1 back.
 */
export function readBody(text: string): Card {
  const card = readCard(text);
  return card.dialect === 'legacy' ? modernised(card) : card;
}

/** CRLF text; lines that were not touched are written as they were read. */
export function writeBody(card: Card): string {
  return writeModern({ name: 'VCARD', lines: card.lines, components: [] });
}

function readCard(text: string): Card {
  const { dialect, version, components } = readContentText(text);
  const card = findCard(components);
  if (card === undefined) throw new PimError('unreadable', 'no VCARD in the text');
  if (card.lines.length > maxLines) throw new PimError('too-large', 'a VCARD of more than 2000 lines');
  return {
    dialect,
    version: dialect === 'legacy' ? '2.1' : version.startsWith('4') ? '4.0' : '3.0',
    lines: card.lines,
  };
}

export function findCard(components: readonly Component[]): Component | undefined {
  return components.find((component) => component.name === 'VCARD');
}

function modernised(card: Card): Card {
  return { dialect: 'modern', version: '3.0', lines: card.lines.map(modernLine) };
}

function modernLine(line: ContentLine): ContentLine {
  if (line.name === 'VERSION') return { name: 'VERSION', params: [], value: '3.0' };
  const { types, pref } = readTypes(line, '2.1');
  const encoding = line.params.find((param) => param.name === 'ENCODING')?.values[0]?.toUpperCase() ?? '';
  const binary = encoding === 'BASE64' || encoding === 'B';
  const kept = line.params.filter((param) => !['ENCODING', 'CHARSET', 'TYPE'].includes(param.name));
  const value = binary
    ? line.value
    : structured.has(line.name)
      ? writeFields(readFields(line, 'legacy'), 'modern')
      : writeText(readText(line, 'legacy'), 'modern');
  return {
    ...(line.group === undefined ? {} : { group: line.group }),
    name: line.name,
    params: [
      ...kept,
      ...(binary ? [{ name: 'ENCODING', values: ['b'] }] : []),
      ...bodyTypes(types, pref, '3.0'),
    ],
    value,
  };
}

const structured = new Set(['N', 'ADR', 'ORG', 'GEO', 'CATEGORIES']);

/** Far above any card a person keeps; bounds the work of matching values. */
const maxLines = 2000;
