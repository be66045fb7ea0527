/**
 * Octets of a name or password as a phone may have hashed them. UTF-8 is the rule; early phones took ISO-8859-1, so
 * both are tried where they differ.
 */
export function spellings(text: string): readonly Uint8Array[] {
  const utf8 = new TextEncoder().encode(text);
  const codes = Array.from(text, (char) => char.charCodeAt(0));
  const differs = codes.length !== utf8.length;
  return differs && codes.every((code) => code <= 0xff) ? [utf8, Uint8Array.from(codes)] : [utf8];
}

/** Compares without telling by its time where the first difference is. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

export function joinOctets(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
