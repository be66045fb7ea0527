import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Clock } from '@anchorage/model';
import type { DialectName } from '../database/dialect-name.ts';
import { StoreError } from '../port/index.ts';
import type { Database } from '../sql/tables.ts';
import { migrations, schemaVersion } from './index.ts';
import { columnTypes } from './migration.ts';
import type { Migration } from './migration.ts';

/**
 * Brings the schema up to this code, each step in a transaction of its own under one lock: two migrators take turns, one
 * that dies leaves the steps before it.
 *
 * @throws StoreError `schema` when the database is newer than the code
 */
export async function migrate(
  db: Kysely<Database>,
  dialect: DialectName,
  clock: Clock,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  for (;;) {
    const more = await db.transaction().execute(async (tx) => {
      await lock(tx, dialect);
      await sql`create table if not exists schema_migrations (
        version integer primary key, name text not null, applied_at bigint not null)`.execute(tx);
      const current = await versionOf(tx);
      const next = steps.find((step) => step.version === current + 1);
      if (current > steps.length) throw newer(current, steps.length);
      if (!next) return false;
      await next.up(tx as unknown as Kysely<unknown>, columnTypes(dialect));
      await tx
        .insertInto('schema_migrations')
        .values({ version: next.version, name: next.name, applied_at: clock.now() })
        .execute();
      return true;
    });
    if (!more) return;
  }
}

/** @throws StoreError `schema` unless the schema is the one this code was written for; `unavailable` when there is no answer */
export async function checkSchema(db: Kysely<Database>): Promise<void> {
  const current = await versionOf(db);
  if (current > schemaVersion) throw newer(current, schemaVersion);
  if (current < schemaVersion) {
    throw new StoreError(
      'schema',
      `schema is at ${current}, this program needs ${schemaVersion}: migrate first`,
    );
  }
}

async function versionOf(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('schema_migrations')
    .select((e) => e.fn.max('version').as('version'))
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** SQLite has its lock from `begin immediate`. On PostgreSQL the lock ends with the transaction, also behind a pooler. */
async function lock(tx: Kysely<Database>, dialect: DialectName): Promise<void> {
  if (dialect === 'sqlite') return;
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`set local lock_timeout = 0`.execute(tx);
  await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(tx);
}

function newer(current: number, known: number): StoreError {
  return new StoreError('schema', `schema is at ${current}, this program knows ${known}: start a newer one`);
}

/** Any constant of our own: "ANCH" in ASCII. */
const advisoryLock = 0x41_4e_43_48;
