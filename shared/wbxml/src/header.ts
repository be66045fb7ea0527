/** The octets before the body: version, public identifier, charset, string table (WBXML 1.3, 5.4 to 5.7). */
import { assertCharset, decodeText } from './charset.ts';
import { codeSpaceByFpi, codeSpaceByNumber, unknownPublicId } from './code-spaces.ts';
import type { CodeSpace } from './code-space.ts';
import { hex, WbxmlError } from './error.ts';
import type { WbxmlLimits } from './limits.ts';
import type { OctetReader } from './octet-reader.ts';
import { charset as charsets } from './tokens.ts';
import type { WbxmlDocument } from './tree.ts';

export interface WbxmlHeader {
  readonly version: number;
  readonly publicId: WbxmlDocument['publicId'];
  /** Undefined for the identifier "unknown". */
  readonly codeSpace: CodeSpace | undefined;
  readonly charset: number;
  readonly stringTable: Uint8Array;
}

/** Takes the header from `reader`. `defaultCharset` stands in for charset 0. Throws WbxmlError. */
export function readHeader(reader: OctetReader, limits: WbxmlLimits, defaultCharset: number): WbxmlHeader {
  const version = reader.octet();
  // 1.0 (octet 0) has no charset field and was never used for SyncML, which asks for 1.1 or later.
  if (version < 1 || version > 3) throw new WbxmlError('bad-version', `version octet ${hex(version)}`);
  const number = reader.number();
  const fpiIndex = number === 0 ? reader.number() : undefined;
  const declared = reader.number();
  const charset = declared === charsets.unknown ? defaultCharset : declared;
  assertCharset(charset);
  const tableLength = reader.number();
  if (tableLength > limits.stringTable) throw new WbxmlError('too-large', 'string table over the limit');
  const stringTable = reader.octets(tableLength);
  if (fpiIndex !== undefined) {
    const codeSpace = codeSpaceByFpi(fpiAt(stringTable, fpiIndex, charset));
    if (codeSpace === undefined)
      throw new WbxmlError('unknown-public-id', 'unknown formal public identifier');
    return { version, publicId: 'textual', codeSpace, charset, stringTable };
  }
  if (number === unknownPublicId) {
    return { version, publicId: 'unknown', codeSpace: undefined, charset, stringTable };
  }
  const codeSpace = codeSpaceByNumber(number);
  if (codeSpace === undefined) throw new WbxmlError('unknown-public-id', `public identifier ${hex(number)}`);
  return { version, publicId: 'numeric', codeSpace, charset, stringTable };
}

/** The identifier ends at a zero octet or with the table (SyncML Sync Protocol 1.1, 11.4.1 has no zero octet). */
function fpiAt(stringTable: Uint8Array, index: number, charset: number): string {
  if (index >= stringTable.length)
    throw new WbxmlError('bad-reference', 'public identifier outside the string table');
  const zero = stringTable.indexOf(0, index);
  return decodeText(stringTable.subarray(index, zero < 0 ? stringTable.length : zero), charset);
}
