import { createHash } from 'node:crypto';

/** For the session package, which does without Node: sixteen octets. */
export function md5(octets: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('md5').update(octets).digest());
}
