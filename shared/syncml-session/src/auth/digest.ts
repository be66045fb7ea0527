/**
 * The two digest formulas of `syncml:auth-md5` (SyncML Representation Protocol 1.2.2, 5.3; the 1.0 text had the first
 * without the inner hash), and the one of `syncml:auth-MAC`.
 */
import { toBase64 } from '../base64.ts';
import { joinOctets } from './text-octets.ts';

export type Md5 = (octets: Uint8Array) => Uint8Array;

/** 1.0: MD5(user ":" password ":" nonce). */
export function digest10(user: Uint8Array, password: Uint8Array, nonce: Uint8Array, md5: Md5): Uint8Array {
  return md5(joinOctets(user, colon, password, colon, nonce));
}

/** 1.1 and 1.2: MD5(base64(MD5(user ":" password)) ":" nonce). */
export function digest11(user: Uint8Array, password: Uint8Array, nonce: Uint8Array, md5: Md5): Uint8Array {
  return md5(joinOctets(secretOf(user, password, md5), colon, nonce));
}

/** auth-MAC: MD5(base64(MD5(user ":" password)) ":" nonce ":" base64(MD5(body))). OMA Device Management Security 1.2. */
export function digestMac(
  user: Uint8Array,
  password: Uint8Array,
  nonce: Uint8Array,
  bodyDigest: Uint8Array,
  md5: Md5,
): Uint8Array {
  const body = new TextEncoder().encode(toBase64(bodyDigest));
  return md5(joinOctets(secretOf(user, password, md5), colon, nonce, colon, body));
}

function secretOf(user: Uint8Array, password: Uint8Array, md5: Md5): Uint8Array {
  return new TextEncoder().encode(toBase64(md5(joinOctets(user, colon, password))));
}

const colon = Uint8Array.of(0x3a);
