/** Reads the tokens that stand for text, and keeps account of how much of it a document has asked for. */
import { decodeText } from './charset.ts';
import { WbxmlError } from './error.ts';
import type { WbxmlLimits } from './limits.ts';
import type { OctetReader } from './octet-reader.ts';
import { token } from './tokens.ts';

export interface TextSource {
  /** Text of STR_I, STR_T or ENTITY after its token has been taken, undefined for any other token. */
  read(kind: number): string | undefined;
  /** OPAQUE after its token has been taken; a view of the input. */
  opaque(): Uint8Array;
}

export function textSource(
  reader: OctetReader,
  stringTable: Uint8Array,
  charset: number,
  limits: WbxmlLimits,
): TextSource {
  const tableStrings = new Map<number, { readonly text: string; readonly octets: number }>();
  let spent = 0;

  function read(kind: number): string | undefined {
    switch (kind) {
      case token.stringInline: {
        const octets = reader.untilZero();
        spend(octets.length);
        return decodeText(octets, charset);
      }
      case token.stringTable:
        return tableString(reader.number());
      case token.entity:
        spend(4);
        return entity(reader.number());
      default:
        return undefined;
    }
  }

  /** The index may point into the middle of a string (WBXML 1.3, 5.8.4.1). */
  function tableString(index: number): string {
    let known = tableStrings.get(index);
    if (known === undefined) {
      const end = index < stringTable.length ? stringTable.indexOf(0, index) : -1;
      if (end < 0) throw new WbxmlError('bad-reference', 'string table reference outside the table');
      spendable(end - index);
      known = { text: decodeText(stringTable.subarray(index, end), charset), octets: end - index };
      tableStrings.set(index, known);
    }
    spend(known.octets);
    return known.text;
  }

  function spend(octets: number): void {
    spendable(octets);
    spent += octets;
  }

  function spendable(octets: number): void {
    if (spent + octets > limits.text) throw new WbxmlError('too-large', 'text over the limit');
  }

  return { read, opaque: () => reader.octets(reader.number()) };
}

function entity(codePoint: number): string {
  if (codePoint === 0 || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
    throw new WbxmlError('bad-text', 'entity is not a Unicode character');
  }
  return String.fromCodePoint(codePoint);
}
