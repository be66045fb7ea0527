import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { StoreError } from '../port/index.ts';

/** A key that wraps data keys: 32 octets with a name that may be shown. */
export interface RingKey {
  /** 1 to 32 of letters, digits, `.`, `_`, `-`. Stands in every wrapped key. */
  readonly id: string;
  readonly key: Uint8Array;
}

/** The keys of this installation. New data keys are wrapped with `current`; the others only unwrap. */
export interface KeyRing {
  readonly currentId: string;
  readonly ids: readonly string[];
  get(id: string): KeyObject | null;
}

/**
 * @param ring `others` are former keys, kept until `Keys.rewrap` has moved every account to the current one
 * @throws StoreError `sealed` when a key is not 32 octets, weak (all octets alike), or an id is malformed or twice there
 */
export function keyRing(ring: { readonly current: RingKey; readonly others?: readonly RingKey[] }): KeyRing {
  const keys = new Map<string, KeyObject>();
  for (const { id, key } of [ring.current, ...(ring.others ?? [])]) {
    if (!/^[\w.-]{1,32}$/.test(id)) throw new StoreError('sealed', 'a key id is malformed');
    if (keys.has(id)) throw new StoreError('sealed', `key ${id} is there twice`);
    if (key.byteLength !== 32) throw new StoreError('sealed', `key ${id} is not 32 octets long`);
    if (key.every((octet) => octet === key[0])) throw new StoreError('sealed', `key ${id} is no random key`);
    keys.set(id, createSecretKey(key));
  }
  return { currentId: ring.current.id, ids: [...keys.keys()], get: (id) => keys.get(id) ?? null };
}

/** A new key, 32 unpredictable octets. */
export function generateKey(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}
