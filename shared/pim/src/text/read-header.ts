/** The part of a content line before its value: `[group.]NAME[;params]:`. */
import type { Dialect, Parameter } from './content-line.ts';

export interface Header {
  readonly group?: string;
  readonly name: string;
  readonly params: readonly Parameter[];
  /** Characters up to and including the colon. */
  readonly length: number;
}

/** Undefined when the line has no colon outside of quotes, or no name in front of it. */
export function readHeader(line: string, dialect: Dialect): Header | undefined {
  const pieces = splitHeader(line, true) ?? splitHeader(line, false);
  if (pieces === undefined) return undefined;
  const [name = '', ...params] = pieces.parts;
  const match = /^(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)$/.exec(name.trim());
  const property = match?.[2];
  if (property === undefined) return undefined;
  return {
    ...(match?.[1] === undefined ? {} : { group: match[1] }),
    name: property.toUpperCase(),
    params: params.flatMap((param) => readParam(param, dialect)),
    length: pieces.length,
  };
}

/** The first colon ends the parameters unless balanced quotes stand around it. */
function splitHeader(line: string, quotes: boolean): { parts: string[]; length: number } | undefined {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"' && quotes) {
      quoted = !quoted;
    } else if (character === '\\' && line[at + 1] === ';' && !quoted) {
      at += 1;
    } else if (!quoted && (character === ';' || character === ':')) {
      parts.push(line.slice(start, at));
      start = at + 1;
      if (character === ':') return { parts, length: at + 1 };
    }
  }
  return undefined;
}

function readParam(text: string, dialect: Dialect): readonly Parameter[] {
  const equals = text.indexOf('=');
  if (equals < 0) return bareParam(text.trim());
  const name = text.slice(0, equals).trim().toUpperCase();
  if (name === '') return [];
  return [{ name, values: splitValues(text.slice(equals + 1)).map((value) => readValue(value, dialect)) }];
}

/** vCard 2.1 lets the name be left out where the value is unambiguous: `TEL;HOME;VOICE:`, `;QUOTED-PRINTABLE:`. */
function bareParam(text: string): readonly Parameter[] {
  if (text === '') return [];
  const upper = text.toUpperCase();
  if (encodings.has(upper)) return [{ name: 'ENCODING', values: [upper] }];
  if (locations.has(upper)) return [{ name: 'VALUE', values: [upper] }];
  return [{ name: 'TYPE', values: [text] }];
}

function splitValues(text: string): readonly string[] {
  const values: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] !== ',' || quoted) continue;
    values.push(text.slice(start, at));
    start = at + 1;
  }
  values.push(text.slice(start));
  return values;
}

function readValue(text: string, dialect: Dialect): string {
  const value = text.trim().replace(/^"(.*)"$/s, '$1');
  if (dialect === 'legacy') return value.replaceAll('\\;', ';');
  // RFC 6868 3.1.
  return value.replace(/\^([n'^])/g, (_match, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === "'" ? '"' : '^',
  );
}

const encodings = new Set(['7BIT', '8BIT', 'QUOTED-PRINTABLE', 'BASE64', 'B', 'Q']);
const locations = new Set(['INLINE', 'URL', 'CONTENT-ID', 'CID']);
