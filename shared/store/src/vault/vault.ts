import type { KeyObject } from 'node:crypto';
import type { AccountId, Randomness } from '@anchorage/model';
import { StoreError } from '../port/index.ts';
import { decrypt, encrypt } from './cipher.ts';
import { asKeyObject, unwrapDataKey, wrapDataKey } from './data-key.ts';
import type { KeyRing } from './key-ring.ts';

/** Seals and opens the columns of one account's rows. `place` is table and column, e.g. `items.body`. */
export interface AccountVault {
  seal(place: Place, rowId: string, plain: Uint8Array): Uint8Array;
  sealText(place: Place, rowId: string, plain: string): Uint8Array;
  open(place: Place, rowId: string, sealed: Uint8Array): Uint8Array;
  openText(place: Place, rowId: string, sealed: Uint8Array): string;
}

export type Place =
  | 'links.password'
  | 'devices.password'
  | 'items.body'
  | 'items.base'
  | 'item_versions.body'
  | 'datastores.served_filter'
  | 'mappings.view'
  | 'mappings.turns'
  | 'sessions.state'
  | 'sessions.last_reply'
  | 'session_parts.filter'
  | 'inbox.data'
  | 'inbox_pieces.data'
  | 'outbox.data'
  | 'outbox_pieces.data'
  | 'quarantine.raw';

export interface Vault {
  readonly ring: KeyRing;
  /** A new data key, wrapped, for the account's row. */
  newDataKey(accountId: AccountId): { readonly keyId: string; readonly wrapped: Uint8Array };
  rewrap(accountId: AccountId, wrapped: Uint8Array): { readonly keyId: string; readonly wrapped: Uint8Array };
  /** `load` fetches the wrapped key when it is not in memory; null: no such account. */
  of(accountId: AccountId, load: () => Promise<Uint8Array | null>): Promise<AccountVault>;
  forget(accountId: AccountId): void;
}

/** Data keys are unwrapped once and kept for the accounts used last. */
export function createVault(ring: KeyRing, random: Randomness, capacity = 2_000): Vault {
  const known = new Map<AccountId, AccountVault>();
  return {
    ring,
    newDataKey: (accountId) => wrapDataKey(ring, random, accountId, random.bytes(32)),
    rewrap: (accountId, wrapped) =>
      wrapDataKey(ring, random, accountId, unwrapDataKey(ring, accountId, wrapped)),
    of: async (accountId, load) => {
      let vault = known.get(accountId);
      if (!vault) {
        const wrapped = await load();
        if (!wrapped) throw new StoreError('not-found', 'no such account');
        vault = accountVault(accountId, asKeyObject(unwrapDataKey(ring, accountId, wrapped)), random);
      }
      known.delete(accountId);
      known.set(accountId, vault);
      const oldest = known.keys().next();
      if (known.size > capacity && !oldest.done) known.delete(oldest.value);
      return vault;
    },
    forget: (accountId) => void known.delete(accountId),
  };
}

/**
 * A sealed value: format (1 octet), number of the account's data key (1 octet, always 1 so far), then `encrypt`'s octets.
 */
function accountVault(accountId: AccountId, key: KeyObject, random: Randomness): AccountVault {
  const identity = (place: Place, rowId: string): string => {
    const [table, column] = place.split('.');
    return `${table}|${accountId}|${rowId}|${column}`;
  };
  const seal = (place: Place, rowId: string, plain: Uint8Array): Uint8Array =>
    encrypt(key, random, identity(place, rowId), plain, header);
  const open = (place: Place, rowId: string, sealed: Uint8Array): Uint8Array => {
    const plain =
      sealed[0] === format && sealed[1] === dataKeyNumber
        ? decrypt(key, identity(place, rowId), sealed.subarray(header.byteLength))
        : null;
    if (!plain) {
      throw new StoreError(
        'sealed',
        `data key ${dataKeyNumber} of account ${accountId} does not open ${place}`,
      );
    }
    return plain;
  };
  return {
    seal,
    sealText: (place, rowId, plain) => seal(place, rowId, Buffer.from(plain)),
    open,
    openText: (place, rowId, sealed) => Buffer.from(open(place, rowId, sealed)).toString(),
  };
}

const format = 1;
const dataKeyNumber = 1;
const header = Uint8Array.of(format, dataKeyNumber);
