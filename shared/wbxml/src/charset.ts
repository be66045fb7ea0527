/** Octets of a document charset to text and back. */
import { WbxmlError } from './error.ts';
import { charset } from './tokens.ts';

/**
 * Text of `octets` in the charset with this MIBenum; 0 (unknown) and US-ASCII are read as UTF-8, which contains the
 * latter. Throws `bad-text` when the octets are not legal in it, `unsupported-charset` when we cannot read it.
 */
export function decodeText(octets: Uint8Array, mibEnum: number): string {
  if (mibEnum === charset.latin1) return decodeLatin1(octets);
  const decoder = decoderOf(mibEnum);
  try {
    return decoder.decode(octets);
  } catch (cause) {
    throw new WbxmlError('bad-text', `text is not valid in charset ${mibEnum}`, { cause });
  }
}

/** Throws `unsupported-charset` unless documents in this charset can be read. */
export function assertCharset(mibEnum: number): void {
  if (mibEnum !== charset.latin1) decoderOf(mibEnum);
}

/** MIBenum of a charset name as in a Content-Type header, or undefined when we cannot read it. */
export function charsetByName(name: string): number | undefined {
  return mibEnumByName.get(name.trim().toLowerCase());
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

function decodeLatin1(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += chunk) {
    text += String.fromCharCode(...octets.subarray(at, at + chunk));
  }
  return text;
}

function decoderOf(mibEnum: number): InstanceType<typeof TextDecoder> {
  let decoder = decoders.get(mibEnum);
  if (decoder === undefined) {
    const label = labels.get(mibEnum);
    if (label === undefined)
      throw new WbxmlError('unsupported-charset', `charset ${mibEnum} is not supported`);
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
    decoders.set(mibEnum, decoder);
  }
  return decoder;
}

const chunk = 4096;
const encoder = new TextEncoder();
const decoders = new Map<number, InstanceType<typeof TextDecoder>>();

/** Sixteen-bit charsets are left out: their inline strings do not end in one zero octet. */
const labels: ReadonlyMap<number, string> = new Map([
  [charset.unknown, 'utf-8'],
  [charset.usAscii, 'utf-8'],
  [charset.utf8, 'utf-8'],
  [5, 'iso-8859-2'],
  [8, 'iso-8859-5'],
  [10, 'iso-8859-7'],
  [17, 'shift_jis'],
  [111, 'iso-8859-15'],
  [2250, 'windows-1250'],
  [2251, 'windows-1251'],
  [2252, 'windows-1252'],
]);

const mibEnumByName: ReadonlyMap<string, number> = new Map([
  ['iso-8859-1', charset.latin1],
  ['latin1', charset.latin1],
  ['us-ascii', charset.usAscii],
  ...[...labels].slice(2).map(([mibEnum, label]): [string, number] => [label, mibEnum]),
]);
