/** Normal forms to compare values by (merge rule M4). */

/** Trimmed, one kind of blank, NFC. */
export function textKey(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Digits, a leading `+`, and what a phone dials besides (`*`, `#`, pauses); the text itself when it has no digit. */
export function numberKey(text: string): string {
  const number = text.replace(/^tel:/i, '').replace(/;(?:ext|phone-context|isub)=[^;]*/gi, '');
  if (!/\d/.test(number)) return textKey(number).toLowerCase();
  const dialled = number.toLowerCase().replace(/[^0-9+*#pwx,a-z]/g, '');
  return dialled.slice(0, 1) + dialled.slice(1).replaceAll('+', '');
}

export function mailKey(text: string): string {
  return textKey(text)
    .replace(/^mailto:/i, '')
    .toLowerCase();
}

/** For identities: case and accents do not count. */
export function foldKey(text: string): string {
  return textKey(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/**
 * Is `shown` what a phone with a small character set makes of `full`? Such phones keep `?` or nothing for what they
 * lack, above all for characters outside the Basic Multilingual Plane, often one `?` per UTF-16 unit.
 */
export function isLossyForm(shown: string, full: string): boolean {
  if (shown === full) return true;
  if (!/[^\x20-\x7e]/.test(full)) return false;
  return losses.some((loss) => textKey(loss(full)) === shown);
}

const losses: readonly ((text: string) => string)[] = [
  (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?'),
  (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '??'),
  (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '\u{fffd}'),
  (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, ''),
  (text) => text.replace(/[^\x20-\xff]/gu, '?'),
  (text) => text.replace(/[^\x20-\x7e]/gu, '?'),
];
