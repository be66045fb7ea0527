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

/** The text of octets in UTF-8, else in ISO-8859-1. */
export function textOf(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
  }
}

/** The octets of a text that has one character for each, as HTTP headers do. */
export function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** A name and password; their charset is the phone's secret. */
export interface LoginOctets {
  readonly user: Uint8Array;
  readonly password: Uint8Array;
}

/** `user:password`, split at the first colon; null without one. */
export function splitLogin(octets: Uint8Array | null): LoginOctets | null {
  const colon = octets?.indexOf(0x3a) ?? -1;
  // A NUL is in nobody's name, and PostgreSQL refuses it in a text: such a login could only fail later and worse.
  if (octets === null || colon < 0 || octets.includes(0)) return null;
  return { user: octets.subarray(0, colon), password: octets.subarray(colon + 1) };
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
