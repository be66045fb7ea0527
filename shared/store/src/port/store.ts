/**
 * The store's port: what the services may ask of the database. Implemented once, on Kysely, for SQLite and PostgreSQL.
 *
 * Rules
 * - Every row belongs to an account, every method takes the account's id first: nothing is read or written across. But
 *   for what comes before a login (challenges, enrolments, look-ups of a login) and what says "across accounts".
 * - Bodies, views, raw data, replies and credentials are plain here and encrypted in the database (ADR 0008).
 * - `transaction` is the only way to write several things at once. Inside it use only the `tx` handed in: SQLite has one
 *   connection, so that a call on the store itself would wait for the transaction that waits for it. Await every call.
 * - A statement that failed (`conflict`, `unavailable`) ends its transaction on both databases: what follows in it is
 *   refused. Answers that are not failed statements (`stale`, `fenced`, `not-found` of an update) leave it usable.
 * - Methods never retry and never swallow: what fails is thrown as `StoreError`.
 * - Times are milliseconds since 1970, revisions are numbers from the collection's counter.
 */
import type { AccountId } from '@anchorage/model';
import type { Collections } from './collections.ts';
import type { Datastores } from './datastores.ts';
import type { Devices, Challenges, Enrolments } from './devices.ts';
import type { Inbox, Outbox } from './exchange.ts';
import type { Holds } from './holds.ts';
import type { Items } from './items.ts';
import type { Journal, Quarantine } from './journal.ts';
import type { Mappings } from './mappings.ts';
import type { Objects } from './objects.ts';
import type { Accounts, Links, Audit } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { Undos } from './undos.ts';

export interface Store extends Tables {
  /** Commits when `work` resolves, rolls back when it rejects. On PostgreSQL READ COMMITTED; writers check revisions. */
  transaction<T>(work: (tx: Tables) => Promise<T>): Promise<T>;
  /** Throws unless the database answers and its schema is the one this code was written for. */
  check(): Promise<void>;
  close(): Promise<void>;
  readonly keys: Keys;
}

/** Which keys of the ring wrap the accounts' data keys, and their rotation (ADR 0008). For operators. Across accounts. */
export interface Keys {
  /** Accounts per key id, `current` among them even when it wraps none yet. */
  status(): Promise<
    readonly { readonly keyId: string; readonly current: boolean; readonly accounts: number }[]
  >;
  /**
   * Wraps data keys with the current key, at most `limit` of those that are wrapped by another. `failed`: accounts whose
   * key is not in the ring. Safe beside running services, and to be repeated until `rewrapped` is 0.
   */
  rewrap(limit: number): Promise<{ readonly rewrapped: number; readonly failed: readonly AccountId[] }>;
}

export interface Tables {
  readonly accounts: Accounts;
  readonly links: Links;
  readonly collections: Collections;
  readonly items: Items;
  readonly devices: Devices;
  readonly datastores: Datastores;
  readonly mappings: Mappings;
  readonly challenges: Challenges;
  readonly enrolments: Enrolments;
  readonly sessions: Sessions;
  readonly inbox: Inbox;
  readonly objects: Objects;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly quarantine: Quarantine;
  readonly holds: Holds;
  readonly undos: Undos;
  readonly audit: Audit;
}
