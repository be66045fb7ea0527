/** Writes components: `writeLegacy` for vCard 2.1 and vCalendar 1.0, `writeModern` for 3.0, 4.0 and iCalendar 2.0. */
import { encodeBinary, isUtf8, representable } from './charset.ts';
import type { Component, ContentLine, Parameter } from './content-line.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';

export interface LegacyOptions {
  /** Non-ASCII values as quoted-printable; else plainly. Line breaks are always quoted-printable. */
  readonly quotedPrintable: boolean;
  /** Charset of quoted-printable octets; characters it lacks become `?`. */
  readonly charset: string;
}

/**
 * CRLF text; never folds, as phones cannot unfold text. Types stand bare, ENCODING=BASE64 values in a block of indented
 * lines with an empty line behind (vCard 2.1, 2.1.3 and 2.1.4). Groups and parameters with several values of other
 * names than TYPE are written as they are.
 */
export function writeLegacy(component: Component, options: LegacyOptions): string {
  const lines: string[] = [];
  writeComponent(component, lines, (line) => legacyLine(line, options));
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * CRLF text folded at 75 octets, never inside a UTF-8 sequence (RFC 6350 3.2, RFC 5545 3.1). A line that still has its
 * `source` is written verbatim.
 */
export function writeModern(component: Component): string {
  const lines: string[] = [];
  writeComponent(component, lines, (line) => [fold(line.source ?? modernLine(line))]);
  return `${lines.join('\r\n')}\r\n`;
}

function writeComponent(
  component: Component,
  lines: string[],
  write: (line: ContentLine) => readonly string[],
): void {
  lines.push(`BEGIN:${component.name}`);
  for (const line of component.lines) lines.push(...write(line));
  for (const inner of component.components) writeComponent(inner, lines, write);
  lines.push(`END:${component.name}`);
}

function legacyLine(line: ContentLine, options: LegacyOptions): readonly string[] {
  const params = line.params.filter(
    (param) => param.name !== 'CHARSET' && (param.name !== 'ENCODING' || isBase64(param)),
  );
  const binary = params.some(isBase64);
  const head = legacyName(line) + params.map((param) => legacyParam(param, binary)).join('');
  if (binary) return [`${head}:`, ...base64Lines(line.value), ''];
  const value = representable(line.value, options.charset).replace(/\r\n?|\n/g, '\r\n');
  const exotic = /[^\x20-\x7e]/.test(value);
  if (line.quotedPrintable !== true && !needsQuoting(value, options)) {
    return [`${head}${exotic ? ';CHARSET=UTF-8' : ''}:${value}`];
  }
  const start = `${head};CHARSET=${options.charset.toUpperCase()};ENCODING=QUOTED-PRINTABLE:`;
  const [first = '', ...rest] = encodeQuotedPrintable(encodeBinary(value, options.charset), start.length);
  return [start + first, ...rest];
}

/**
 * Besides what quoted-printable is for: `\n` and `\,` would be taken for escapes by readers that know vCard 3.0, and a
 * blank at the start or end would be lost.
 */
function needsQuoting(value: string, options: LegacyOptions): boolean {
  if (/\p{Cc}|^ | $|\\[nN,]/u.test(value)) return true;
  // A view is UTF-8 text: octets of another charset can only be told in quoted-printable.
  return (options.quotedPrintable || !isUtf8(options.charset)) && /[^\x20-\x7e]/.test(value);
}

function legacyName(line: ContentLine): string {
  return line.group === undefined ? line.name : `${line.group}.${line.name}`;
}

/** Types stand bare, except in `PHOTO;ENCODING=BASE64;TYPE=JPEG`, where old readers look for the name. */
function legacyParam(param: Parameter, binary: boolean): string {
  return param.values
    .map((value) => {
      const text = value.replaceAll(/[\r\n:]/g, ' ').replaceAll(';', '\\;');
      if (param.name === 'TYPE' && !binary && /^[A-Za-z0-9-]+$/.test(text)) return `;${text.toUpperCase()}`;
      return `;${param.name}=${text}`;
    })
    .join('');
}

function base64Lines(value: string): readonly string[] {
  return value.match(/.{1,72}/gs)?.map((part) => ` ${part}`) ?? [];
}

function isBase64(param: Parameter): boolean {
  return param.name === 'ENCODING' && /^b(ase64)?$/i.test(param.values[0] ?? '');
}

function modernLine(line: ContentLine): string {
  const params = line.params.map((param) => `;${param.name}=${param.values.map(modernParamValue).join(',')}`);
  return `${legacyName(line)}${params.join('')}:${line.value.replace(/\r\n?|\n/g, '\\n')}`;
}

/** RFC 6868 for what quotes cannot hold. */
function modernParamValue(value: string): string {
  const text = value
    .replaceAll('^', '^^')
    .replace(/\r\n?|\n/g, '^n')
    .replaceAll('"', "^'");
  return /[:;,]/.test(text) ? `"${text}"` : text;
}

function fold(line: string): string {
  if (line.length <= 75 && Buffer.byteLength(line) <= 75) return line;
  const parts: string[] = [];
  let start = 0;
  let octets = 0;
  for (let at = 0; at < line.length;) {
    const code = line.codePointAt(at) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      parts.push(line.slice(start, at));
      start = at;
      octets = 1;
    }
    octets += size;
    at += code > 0xffff ? 2 : 1;
  }
  parts.push(line.slice(start));
  return parts.join('\r\n ');
}
