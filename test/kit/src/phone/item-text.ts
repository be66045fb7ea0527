/** Item texts as octets, in the charset the phone believes in. */
import type { PhoneOptions } from './phone-types.ts';

type Charset = NonNullable<PhoneOptions['charset']>;

export function encodeText(text: string, charset: Charset): Uint8Array {
  return charset === 'UTF-8' ? new TextEncoder().encode(text) : Buffer.from(text, 'latin1');
}

export function decodeText(octets: Uint8Array, charset: Charset): string {
  return charset === 'UTF-8' ? new TextDecoder().decode(octets) : Buffer.from(octets).toString('latin1');
}
