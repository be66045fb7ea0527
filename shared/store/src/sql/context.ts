import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { AccountId, Clock, Randomness } from '@anchorage/model';
import type { DialectName } from '../database/dialect-name.ts';
import { StoreError } from '../port/index.ts';
import type { AccountVault, Vault } from '../vault/vault.ts';
import type { Database } from './tables.ts';

/** What every table group works with. Inside a transaction `db` is the transaction. */
export interface Context {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Randomness;
}

export function vaultOf({ db, vault }: Context, accountId: AccountId): Promise<AccountVault> {
  return vault.of(accountId, async () => {
    const row = await db
      .selectFrom('accounts')
      .select('data_key')
      .where('id', '=', accountId)
      .executeTakeFirst();
    return row?.data_key ?? null;
  });
}

/** Runs several statements as one: in the transaction there is, or in one of its own. */
export function atomically<T>(context: Context, work: (context: Context) => Promise<T>): Promise<T> {
  if (context.db.isTransaction) return work(context);
  return context.db.transaction().execute((db) => work({ ...context, db }));
}

/** Locks the rows read until the transaction ends. SQLite's transactions hold the only write lock already. */
export function locked<Table extends keyof Database, Row>(
  { dialect }: Context,
  query: SelectQueryBuilder<Database, Table, Row>,
): SelectQueryBuilder<Database, Table, Row> {
  return dialect === 'postgres' ? query.forUpdate() : query;
}

/** @throws StoreError `not-found` when an update or delete met no row */
export function expectRow(rows: bigint, what: string): void {
  if (rows === 0n) throw new StoreError('not-found', `no such ${what}`);
}

/** @throws RangeError when a count or limit is no whole number from 0 on: a fault of the caller */
export function expectCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('a count must be a whole number from 0 on');
}
