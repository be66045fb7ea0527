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
  const compact = text.replace(/[\t\n\r ]+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null;
  try {
    return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

const stride = 0x2000;
