/**
 * `x-syncml-hmac: algorithm=MD5, username="…", mac=…`: the header of `syncml:auth-MAC` (OMA Device Management Security 1.2,
 * "Integrity"). Parameters come in any order, quoted or not; without an algorithm MD5 is meant.
 */
import { fromBase64, toBase64 } from '../base64.ts';
import { octetsOf, textOf } from './text-octets.ts';

export type MacHeader =
  | { readonly kind: 'mac'; readonly username: string; readonly mac: Uint8Array }
  | { readonly kind: 'unknown-algorithm' }
  | { readonly kind: 'garbled' };

/** `value` as HTTP gives it: one character for each octet. */
export function readMacHeader(value: string): MacHeader {
  const parameters = parametersOf(value);
  if (parameters === null) return garbled;
  if ((parameters.get('algorithm') ?? 'MD5').toUpperCase() !== 'MD5') return { kind: 'unknown-algorithm' };
  const username = parameters.get('username') ?? '';
  const mac = digestOf(parameters.get('mac') ?? '');
  if (username === '' || username.includes('\0') || mac === null) return garbled;
  return { kind: 'mac', username: textOf(octetsOf(username)), mac };
}

/** The same, written; the name in UTF-8. */
export function writeMacHeader(username: string, mac: Uint8Array): string {
  const name = Array.from(new TextEncoder().encode(username), (octet) => String.fromCharCode(octet)).join('');
  return `algorithm=MD5, username="${name.replace(/["\\]/g, '\\$&')}", mac=${toBase64(mac)}`;
}

/** Base64 of the sixteen octets, or of their hexadecimal digits: so the document's example has it. */
function digestOf(value: string): Uint8Array | null {
  const octets = fromBase64(value);
  if (octets?.length === 16) return octets;
  const digits = octets === null ? '' : textOf(octets);
  if (!/^[0-9a-f]{32}$/i.test(digits)) return null;
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** Null for what is no list of parameters, or names one twice. */
function parametersOf(value: string): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  let rest = value.trim();
  if (rest.length > longest) return null;
  while (rest !== '') {
    const match = parameter.exec(rest);
    const name = match?.[1]?.toLowerCase();
    if (match === null || name === undefined || found.has(name)) return null;
    found.set(name, match[2]?.replace(/\\(.)/gs, '$1') ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  return found;
}

/** One parameter and the comma after it, or the end. A base64 text ends in `=`, which stands outside quotes here. */
const parameter = /^([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))\s*(?:,\s*|$)/is;
const garbled = { kind: 'garbled' } as const;
const longest = 1_000;
