import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { AccountId, Randomness } from '@anchorage/model';
import { StoreError } from '../port/index.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * An account's data key as it is stored: format (1 octet), length of the ring key's id (1 octet), the id, and the key under
 * AES-256-GCM. The account is the associated data, so that one account's key cannot be put into another's row.
 */
export function wrapDataKey(
  ring: KeyRing,
  random: Randomness,
  accountId: AccountId,
  key: Uint8Array,
): { readonly keyId: string; readonly wrapped: Uint8Array } {
  const keyId = ring.currentId;
  const id = Buffer.from(keyId);
  const sealed = encrypt(ringKey(ring, keyId), random, identity(accountId), key);
  return { keyId, wrapped: Buffer.concat([Buffer.of(format, id.byteLength), id, sealed]) };
}

/** @throws StoreError `sealed` naming the ring key that is missing or wrong */
export function unwrapDataKey(ring: KeyRing, accountId: AccountId, wrapped: Uint8Array): Uint8Array {
  const [version, length] = wrapped;
  if (version !== format || length === undefined) {
    throw new StoreError('sealed', `data key of account ${accountId} has an unknown format`);
  }
  const keyId = Buffer.from(wrapped.subarray(2, 2 + length)).toString();
  const key = decrypt(ringKey(ring, keyId), identity(accountId), wrapped.subarray(2 + length));
  if (!key) throw new StoreError('sealed', `key ${keyId} does not open the data key of account ${accountId}`);
  return key;
}

export function asKeyObject(key: Uint8Array): KeyObject {
  return createSecretKey(key);
}

function ringKey(ring: KeyRing, id: string): KeyObject {
  const key = ring.get(id);
  if (!key) throw new StoreError('sealed', `key ${id} is not in the key ring`);
  return key;
}

function identity(accountId: AccountId): string {
  return `accounts|${accountId}|${accountId}|data_key`;
}

const format = 1;
