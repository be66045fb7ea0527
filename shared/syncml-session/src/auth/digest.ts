/**
 * The two digest formulas of `syncml:auth-md5` (SyncML Representation Protocol 1.2.2, 5.3; the 1.0 text had the first
 * without the inner hash).
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
  const secret = new TextEncoder().encode(toBase64(md5(joinOctets(user, colon, password))));
  return md5(joinOctets(secret, colon, nonce));
}

const colon = Uint8Array.of(0x3a);
