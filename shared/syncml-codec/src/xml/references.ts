/** Character and entity references (XML 1.0, 4.1 and 4.6): numbers and the five predefined names, nothing else. */
import { CodecError } from '../error.ts';

/** Throws CodecError `malformed` for an ampersand that begins no reference we know. */
export function assertReferences(text: string): void {
  if (strayAmpersand.test(text)) throw new CodecError('malformed', 'ampersand without a known reference');
}

/**
 * Replaces references in text with one character per octet; characters beyond ASCII become their UTF-8 octets. Throws
 * CodecError `malformed` for the number of a character that XML does not have.
 */
export function resolveReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(references, (...match) => {
    const character = characterOf(match);
    return character > '\u007f' ? Buffer.from(character, 'utf8').toString('latin1') : character;
  });
}

function characterOf(match: readonly unknown[]): string {
  const [, hexadecimal, decimal, name] = match;
  if (typeof name === 'string') return predefined[name] ?? '';
  const codePoint = typeof hexadecimal === 'string' ? Number.parseInt(hexadecimal, 16) : Number(decimal);
  if (!isXmlCharacter(codePoint))
    throw new CodecError('malformed', 'reference to a character XML does not have');
  return String.fromCodePoint(codePoint);
}

/** XML 1.0, 2.2. */
function isXmlCharacter(codePoint: number): boolean {
  return (
    codePoint === 0x9 ||
    codePoint === 0xa ||
    codePoint === 0xd ||
    (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
    (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
    (codePoint >= 0x10000 && codePoint <= 0x10ffff)
  );
}

const references = /&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|(amp|lt|gt|quot|apos));/g;
const strayAmpersand = /&(?!(?:#x[0-9a-fA-F]{1,8}|#[0-9]{1,10}|amp|lt|gt|quot|apos);)/;
const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
