/** Assembles one logical line from physical ones and reads it: folding, soft breaks, base64 blocks, parameters. */
import type { ContentLine, Dialect, Parameter } from './content-line.ts';
import type { LineSource } from './line-source.ts';
import { readHeader, type Header } from './read-header.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';

export interface LineContext {
  readonly dialect: Dialect;
  /** Raw text of the document to text, by the CHARSET of its line. */
  readonly decode: (raw: string, charset: string | undefined) => string;
  /** Octets out of quoted-printable, as a binary string, to text. */
  readonly decodeQuoted: (binary: string, charset: string | undefined) => string;
  /** The document is a binary string. */
  readonly binary: boolean;
}

/** Next content line, or undefined at the end of the text. Blank lines, and in legacy lines without name, are skipped. */
export function readLine(source: LineSource, context: LineContext): ContentLine | undefined {
  for (let first = source.next(); first !== undefined; first = source.next()) {
    if (first.trim() === '') continue;
    const line = assemble(first, source, context);
    if (line !== undefined) return line;
  }
  return undefined;
}

function assemble(first: string, source: LineSource, context: LineContext): ContentLine | undefined {
  const { dialect } = context;
  let parts = [first];
  let header = readHeader(first, dialect);
  if (header === undefined) {
    parts = [unfold(parts, source, dialect)];
    header = readHeader(parts[0] ?? '', dialect);
  }
  if (header === undefined) {
    const source = parts.join('');
    return dialect === 'legacy'
      ? undefined
      : { name: '', params: [], value: '', source: context.decode(source, undefined) };
  }
  const encodings = header.params.flatMap((param) => (param.name === 'ENCODING' ? param.values : []));
  const encoded = (...names: readonly string[]): boolean =>
    encodings.some((one) => names.includes(one.toUpperCase()));
  if (dialect === 'legacy' && encoded('BASE64', 'B')) {
    const value = base64Block([(parts[0] ?? '').slice(header.length)], source);
    return { ...named(header, context), value };
  }
  const quoted = encoded('QUOTED-PRINTABLE', 'Q');
  const whole = quoted ? joinSoftBreaks(parts, source, dialect) : unfold(parts, source, dialect);
  return finish(header, whole, quoted, context);
}

function finish(header: Header, whole: string, quoted: boolean, context: LineContext): ContentLine {
  const charset = parameter(header.params, 'CHARSET');
  let raw = whole.slice(header.length);
  if (context.dialect === 'legacy') raw = raw.trimStart();
  // Some phones end the text with NUL; XML cannot carry it back.
  if (raw.includes('\0')) raw = raw.replaceAll('\0', '');
  const line = named(header, context);
  const kept = context.dialect === 'modern' ? { source: context.decode(whole, charset) } : {};
  if (!quoted) return { ...line, value: context.decode(raw, charset).replaceAll('\r', ''), ...kept };
  const octets = context.binary ? raw : Buffer.from(raw, 'utf8').toString('latin1');
  const value = context.decodeQuoted(decodeQuotedPrintable(octets), charset).replace(/\r\n?/g, '\n');
  return { ...line, value: value.replaceAll('\0', ''), quotedPrintable: true, ...kept };
}

/**
 * Appends folded lines. RFC 6350 3.2 removes the white space that marks a fold; in vCard 2.1 (2.1.3) it belongs to
 * the value.
 */
function unfold(parts: string[], source: LineSource, dialect: Dialect): string {
  for (let next = source.peek(); next !== undefined && isFold(next); next = source.peek()) {
    parts.push(dialect === 'modern' ? next.slice(1) : next);
    source.next();
  }
  return parts.join('');
}

/** A line that holds nothing but blanks is an empty line, not a fold. */
function isFold(line: string): boolean {
  return (line.startsWith(' ') || line.startsWith('\t')) && line.length > 1;
}

function joinSoftBreaks(parts: string[], source: LineSource, dialect: Dialect): string {
  for (;;) {
    const last = (parts.pop() ?? '').trimEnd();
    const next = source.peek();
    if (last.endsWith('=') && next !== undefined && !source.endsHere()) {
      parts.push(last.slice(0, -1), next);
    } else if (next !== undefined && isFold(next) && !last.endsWith('=')) {
      parts.push(last, dialect === 'modern' ? next.slice(1) : next);
    } else {
      parts.push(last.endsWith('=') ? last.slice(0, -1) : last);
      return parts.join('');
    }
    source.next();
  }
}

/**
 * A 2.1 base64 block ends with an empty line; phones leave that out, do not indent, or put an empty line in front
 * (vCard 2.1, 2.1.4). Whatever does not look like base64 ends it too.
 */
function base64Block(parts: string[], source: LineSource): string {
  let empty = (parts[0] ?? '').trim() === '';
  for (let next = source.peek(); next !== undefined; next = source.peek()) {
    const data = next.trim();
    if (data === '') {
      const following = source.peek(1);
      if (!empty || following === undefined || !/^[ \t]+[A-Za-z0-9+/=]+[ \t]*$/.test(following)) break;
    } else if (!base64Line.test(data) || (!/^[ \t]/.test(next) && data.length < 4)) {
      break;
    } else {
      parts.push(data);
      empty = false;
    }
    source.next();
  }
  return parts.join('').replace(/[^A-Za-z0-9+/=]+/g, '');
}

function named(header: Header, context: LineContext): Omit<ContentLine, 'value'> {
  const params = header.params.map((param) => ({
    name: param.name,
    values: param.values.map((value) => context.decode(value, undefined)),
  }));
  return { ...(header.group === undefined ? {} : { group: header.group }), name: header.name, params };
}

function parameter(params: readonly Parameter[], name: string): string | undefined {
  return params.find((param) => param.name === name)?.values[0];
}

const base64Line = /^[A-Za-z0-9+/]+=*$/;
