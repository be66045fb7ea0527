import { Kysely } from 'kysely';
import type { Dialect } from 'kysely';
import type { Clock, Logger, Randomness } from '@anchorage/model';
import { silentLogger } from '@anchorage/model';
import type { DialectName } from './database/dialect-name.ts';
import { postgresDialect } from './database/postgres.ts';
import { sqliteDialect } from './database/sqlite.ts';
import { checkSchema, migrate } from './migrations/migrate.ts';
import { StoreError } from './port/index.ts';
import type { Store } from './port/index.ts';
import { ensureDefaultTenant, keys as keysOf } from './sql/accounts.ts';
import { allTables } from './sql/all-tables.ts';
import type { Context } from './sql/context.ts';
import type { Database } from './sql/tables.ts';
import type { KeyRing } from './vault/key-ring.ts';
import { createVault } from './vault/vault.ts';

export interface StoreOptions {
  /** `sqlite:<file>`, `sqlite::memory:`, `postgres://…` or `postgresql://…`. */
  readonly url: string;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly random: Randomness;
  /** Connections to PostgreSQL, at most; default 10. Without meaning for SQLite, which has one. */
  readonly poolSize?: number;
  /** False: another process migrates; then a schema behind the code is an error. Default true. */
  readonly migrate?: boolean;
  readonly logger?: Logger;
}

/**
 * Opens the database, brings its schema up under a lock and checks it.
 *
 * @throws StoreError `schema` when the database is newer than this code (or older, with `migrate: false`) or the URL's
 *   scheme is unknown; `unavailable` when it cannot be reached
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { keys, clock, random } = options;
  const { name, dialect } = dialectOf(options);
  const db = new Kysely<Database>({ dialect });
  const context: Context = { db, dialect: name, vault: createVault(keys, random), clock, random };
  try {
    if (options.migrate ?? true) await migrate(db, name, clock);
    await checkSchema(db);
    await ensureDefaultTenant(context);
  } catch (error) {
    await db.destroy().catch(() => undefined);
    throw error;
  }
  return {
    ...allTables(context),
    transaction: (work) => db.transaction().execute((tx) => work(allTables({ ...context, db: tx }))),
    check: () => checkSchema(db),
    close: () => db.destroy(),
    keys: keysOf(context),
  };
}

function dialectOf({ url, poolSize = 10, logger = silentLogger }: StoreOptions): {
  readonly name: DialectName;
  readonly dialect: Dialect;
} {
  if (url.startsWith('sqlite:')) {
    return { name: 'sqlite', dialect: sqliteDialect(url.slice('sqlite:'.length)) };
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const onIdleError = () => logger.warn('idle database connection was lost');
    return { name: 'postgres', dialect: postgresDialect(url, { poolSize, onIdleError }) };
  }
  throw new StoreError('schema', 'the database URL must begin with sqlite: or postgres://');
}
