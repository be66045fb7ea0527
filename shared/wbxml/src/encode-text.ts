/** The two ways content is written: inline strings and OPAQUE. */
import { encodeUtf8 } from './charset.ts';
import type { OctetWriter } from './octet-writer.ts';
import { token } from './tokens.ts';

/** An inline string ends at its first zero octet, so text that holds one travels as OPAQUE. */
export function writeText(writer: OctetWriter, text: string): void {
  const octets = encodeUtf8(text);
  if (octets.includes(0)) return writeOpaque(writer, octets);
  writer.octet(token.stringInline);
  writer.octets(octets);
  writer.octet(0);
}

export function writeOpaque(writer: OctetWriter, octets: Uint8Array): void {
  writer.octet(token.opaque);
  writer.number(octets.length);
  writer.octets(octets);
}
