/**
 * Reads content lines of both dialects into components, tolerantly: one bad line never costs the others, a missing
 * END is the end of the data, junk before BEGIN and after END is skipped. Time is linear in the length of the text.
 */
import { PimError } from '../pim-error.ts';
import { decodeBinary, decodeUtf16 } from './charset.ts';
import type { Component, ContentLine, ContentText, Dialect } from './content-line.ts';
import { LineSource } from './line-source.ts';
import { readLine, type LineContext } from './read-line.ts';

export interface ReadOptions {
  /** Charset of octets that are not valid UTF-8 and name none; Windows-1252 unless given. */
  readonly charset?: string;
}

/**
 * Reads a whole text. Octets are decoded property by property (CHARSET, else UTF-8, else `charset`); a string has been
 * decoded before, so that CHARSET counts only for quoted-printable in it. The dialect follows the first VERSION.
 * Throws `too-large` beyond 32 MiB or 16 levels of nesting; a text without any component gives an empty list.
 */
export function readContentText(source: string | Uint8Array, options: ReadOptions = {}): ContentText {
  if (source.length > maxLength) throw new PimError('too-large', 'text is longer than 32 MiB');
  const utf16 = typeof source === 'string' ? source : decodeUtf16(source);
  const text = utf16 ?? Buffer.from(source as Uint8Array).toString('latin1');
  const version = /(?:^|[\r\n])[ \t]*VERSION[ \t]*(?:;[^:\r\n]*)?:[ \t]*([0-9.]+)/i.exec(text)?.[1] ?? '';
  const dialect: Dialect = version === '' || /^[12]\.1|^1\./.test(version) ? 'legacy' : 'modern';
  const fallback = options.charset ?? 'windows-1252';
  const context: LineContext = {
    dialect,
    decode: utf16 === undefined ? (raw, charset) => decodeBinary(raw, charset, fallback) : (raw) => raw,
    decodeQuoted: (binary, charset) => decodeBinary(binary, charset, fallback),
    binary: utf16 === undefined,
  };
  return { dialect, version, components: readComponents(new LineSource(text), context) };
}

function readComponents(source: LineSource, context: LineContext): readonly Component[] {
  const top: Component[] = [];
  const open: OpenComponent[] = [];
  const closeTo = (depth: number): void => {
    for (
      let finished = open[depth] && open.pop();
      finished !== undefined;
      finished = open[depth] && open.pop()
    ) {
      (open.at(-1)?.components ?? top).push(finished);
    }
  };
  for (let line = readLine(source, context); line !== undefined; line = readLine(source, context)) {
    const current = open.at(-1);
    const named = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      // A component inside one of its own name is nested after AGENT only (vCard 2.1, 2.4.2); else an END is missing.
      const nested = current?.lines.at(-1)?.name === 'AGENT';
      const same = open.findIndex((component) => component.name === named);
      if (!nested && same >= 0) closeTo(same);
      if (open.length >= maxDepth) throw new PimError('too-large', 'components are nested too deeply');
      open.push({ name: named, lines: [], components: [] });
    } else if (line.name === 'END') {
      const begun = open.findLastIndex((component) => component.name === named);
      if (begun >= 0) closeTo(begun);
    } else if (current !== undefined) {
      current.lines.push(line);
    }
  }
  closeTo(0);
  return top;
}

interface OpenComponent extends Component {
  readonly lines: ContentLine[];
  readonly components: Component[];
}

const maxLength = 32 * 1024 * 1024;
const maxDepth = 16;
