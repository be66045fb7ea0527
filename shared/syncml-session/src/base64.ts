/** Base64 in both directions without Node's Buffer: this package runs wherever values can be handed in. */

export function toBase64(octets: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < octets.length; at += stride) {
    binary += String.fromCharCode(...octets.subarray(at, at + stride));
  }
  return btoa(binary);
}

/** Null when the text is not base64. White space inside is allowed, missing padding too. */
export function fromBase64(text: string): Uint8Array | null {
  return fromBase64Piece('', text, true)?.octets ?? null;
}

/**
 * Decodes a text that comes in pieces, cut anywhere. `before` is what the last piece returned as `rest`, empty at first:
 * at most three characters that do not make whole octets yet, or the padding. Null when the text is not base64.
 */
export function fromBase64Piece(
  before: string,
  text: string,
  last: boolean,
): { readonly octets: Uint8Array; readonly rest: string } | null {
  const compact = before + text.replace(/[\t\n\r ]+/g, '');
  // Behind the padding there is nothing.
  if (before === padded) return compact === padded ? { octets: new Uint8Array(), rest: padded } : null;
  const whole = last ? compact.length : compact.length - (compact.length % 4);
  const head = compact.slice(0, whole);
  const rest = compact.slice(whole);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(head) || !/^[A-Za-z0-9+/]*={0,2}$/.test(rest)) return null;
  const ended = head.endsWith('=');
  if (ended && rest !== '') return null;
  try {
    return {
      octets: Uint8Array.from(atob(head), (char) => char.charCodeAt(0)),
      rest: ended ? padded : rest,
    };
  } catch {
    return null;
  }
}

const padded = '=';
const stride = 0x2000;
