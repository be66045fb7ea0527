/**
 * Tells octets that come again from others of the same sender: 64 bits and the length. Not for keeping anybody from
 * making two that look alike.
 */
export function fingerprint(octets: Uint8Array): string {
  // FNV-1a (Fowler, Noll, Vo) twice, from two beginnings and with two primes: 32-bit products need no BigInt.
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const octet of octets) {
    a = Math.imul(a ^ octet, 0x01000193);
    b = Math.imul(b ^ octet, 0x5bd1e995);
    b ^= b >>> 15;
  }
  return [octets.length, a >>> 0, b >>> 0].map((part) => part.toString(36)).join('.');
}
