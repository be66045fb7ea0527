/**
 * Charsets of phone text. Octets travel through the reader as "binary" strings (one character 0-255 per octet), so
 * that each property can be decoded by its own CHARSET.
 */
import iconv from 'iconv-lite';

/**
 * Decodes a binary string: by `charset` when it is known and fits, else as UTF-8 when valid, else by `fallback`,
 * then Windows-1252.
 */
export function decodeBinary(binary: string, charset: string | undefined, fallback: string): string {
  if (!nonAscii.test(binary) && !isStateful(charset)) return binary;
  const octets = Buffer.from(binary, 'latin1');
  if (charset !== undefined && !isUtf8(charset) && iconv.encodingExists(charset)) {
    return iconv.decode(octets, readingName(charset));
  }
  return decodeUtf8(octets) ?? iconv.decode(octets, readingName(fallback));
}

/** Text of a whole document by its byte order mark, or undefined when it has none of UTF-16. */
export function decodeUtf16(octets: Uint8Array): string | undefined {
  if (octets[0] === 0xff && octets[1] === 0xfe) return iconv.decode(Buffer.from(octets), 'utf-16le');
  if (octets[0] === 0xfe && octets[1] === 0xff) return iconv.decode(Buffer.from(octets), 'utf-16be');
  return undefined;
}

/** Octets of a text in a charset, as a binary string. Characters the charset lacks become `?`. */
export function encodeBinary(text: string, charset: string): string {
  if (!nonAscii.test(text)) return text;
  if (isUtf8(charset) || !iconv.encodingExists(charset)) return Buffer.from(text, 'utf8').toString('latin1');
  return iconv.encode(representable(text, charset), charset).toString('latin1');
}

/** The text with `?` for each character (code point) the charset cannot hold; unchanged for UTF-8. */
export function representable(text: string, charset: string): string {
  if (!nonAscii.test(text) || isUtf8(charset) || !iconv.encodingExists(charset)) return text;
  let result = '';
  for (const character of text) {
    result += holds(character, charset) ? character : '?';
  }
  return result;
}

export function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset.trim());
}

function holds(character: string, charset: string): boolean {
  if (!nonAscii.test(character)) return true;
  return iconv.decode(iconv.encode(character, charset), charset) === character;
}

function decodeUtf8(octets: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

/** Phones that announce ISO-8859-1 write Windows-1252 quotes and euro signs where Latin-1 has control codes. */
function readingName(charset: string): string {
  if (/^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(charset.trim())) return 'windows-1252';
  return iconv.encodingExists(charset) && !isUtf8(charset) ? charset : 'windows-1252';
}

/** Encodings whose ASCII octets do not mean ASCII. */
function isStateful(charset: string | undefined): boolean {
  return charset !== undefined && /^utf-?(7|16)/i.test(charset);
}

// eslint-disable-next-line no-control-regex
const nonAscii = /[^\x00-\x7f]/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
