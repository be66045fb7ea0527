import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { EnrolmentId, Randomness } from '@anchorage/model';
import { StoreError } from '../port/index.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * Passwords that wait for the upstream server's verdict. There is no account whose key could seal them, so keys of their
 * own are derived from the ring's (RFC 5869), one for sealing and one for the hash that finds a login again. Rows live
 * for minutes: rotation does not wrap them again, a phone whose key has gone meanwhile is asked anew.
 */
export function sealPassword(
  ring: KeyRing,
  random: Randomness,
  id: EnrolmentId,
  password: string,
): Uint8Array {
  const keyId = Buffer.from(ring.currentId);
  const sealed = encrypt(
    derived(ring, ring.currentId, purposes.seal),
    random,
    identity(id),
    Buffer.from(password),
  );
  return Buffer.concat([Buffer.of(format, keyId.byteLength), keyId, sealed]);
}

/** @throws StoreError `sealed` naming the ring key that is missing or wrong */
export function openPassword(ring: KeyRing, id: EnrolmentId, octets: Uint8Array): string {
  const [version, length] = octets;
  if (version !== format || length === undefined) {
    throw new StoreError('sealed', `password of enrolment ${id} has an unknown format`);
  }
  const keyId = Buffer.from(octets.subarray(2, 2 + length)).toString();
  const plain = decrypt(derived(ring, keyId, purposes.seal), identity(id), octets.subarray(2 + length));
  if (!plain) throw new StoreError('sealed', `key ${keyId} does not open enrolment ${id}`);
  return Buffer.from(plain).toString();
}

/** Without the ring nobody can try passwords against it. Another current key makes another hash: then it is asked anew. */
export function fingerprintOf(
  ring: KeyRing,
  login: { readonly upstream: string; readonly username: string; readonly password: string },
): string {
  const { upstream, username, password } = login;
  return createHmac('sha256', derived(ring, ring.currentId, purposes.find))
    .update(JSON.stringify([upstream, username, password]))
    .digest('hex');
}

function derived(ring: KeyRing, keyId: string, purpose: string): KeyObject {
  const key = ring.get(keyId);
  if (!key) throw new StoreError('sealed', `key ${keyId} is not in the key ring`);
  return createSecretKey(new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), purpose, 32)));
}

function identity(id: EnrolmentId): string {
  return `enrolments|${id}|password`;
}

const purposes = { seal: 'anchorage enrolment password', find: 'anchorage enrolment fingerprint' } as const;
const format = 1;
