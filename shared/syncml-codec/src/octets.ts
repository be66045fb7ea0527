/** UTF-8 and base64 for values whose octets came from outside. */

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Undefined when the octets are not valid UTF-8. */
export function decodeUtf8(octets: Uint8Array): string | undefined {
  try {
    return strict.decode(octets);
  } catch {
    return undefined;
  }
}

/**
 * Text of a value that should be UTF-8. Sony Ericsson phones of the K and W series write ISO-8859-1 into messages
 * they call UTF-8; a name with an umlaut must not cost them the session.
 */
export function decodeLenient(octets: Uint8Array): string {
  return (
    decodeUtf8(octets) ?? Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
  );
}

export function toBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
}

/** Octets of base64 text with any white space in it, undefined when it is not base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, '');
  if (!isBase64(compact)) return undefined;
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
