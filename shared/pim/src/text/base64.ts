/** Base64 of binary properties (RFC 2045 6.8), tolerant as phones need it. */

export function decodeBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

export function encodeBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/** Length in octets of what a base64 text stands for, without decoding it. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((text.length - padding) * 0.75));
}
