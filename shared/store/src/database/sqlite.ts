import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';
import type { Dialect, SqliteDatabase, SqliteStatement } from 'kysely';
import { mappedDialect } from './mapped-dialect.ts';

/**
 * SQLite on Node's own binding: WAL, so that readers never wait; synchronous=FULL, so that what was committed survives the
 * power cord. The file is readable by its owner alone.
 *
 * @param file a path, made with its folder when missing, or `:memory:`
 */
export function sqliteDialect(file: string): Dialect {
  return mappedDialect(new SqliteDialect({ database: () => Promise.resolve(open(file)) }), 'sqlite');
}

function open(file: string): SqliteDatabase {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  }
  const db = new DatabaseSync(file, { timeout: busyTimeout, enableForeignKeyConstraints: true });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 1000');
  // Deleted rows are overwritten: an erased account leaves no readable pages behind.
  db.exec('pragma secure_delete = on');
  return shim(db);
}

/** What Kysely asks of a driver, with prepared statements kept: the same few hundred texts come again and again. */
function shim(db: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    const kept = prepared.get(text);
    if (kept) {
      prepared.delete(text);
      prepared.set(text, kept);
      return kept;
    }
    const statement = asStatement(db.prepare(text));
    prepared.set(text, statement);
    const oldest = prepared.keys().next();
    if (prepared.size > maxPrepared && !oldest.done) prepared.delete(oldest.value);
    return statement;
  };
  return {
    close: () => db.close(),
    prepare: (text) => {
      // A transaction takes the write lock at once: one that upgrades later fails with SQLITE_BUSY beside another process.
      if (text === 'begin') return prepare('begin immediate');
      // SQLite itself rolls back on a full disk and some IO errors; rolling back again would hide the reason.
      if (text === 'rollback' && !db.isTransaction) return nothing;
      return prepare(text);
    },
  };
}

function asStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

/** Milliseconds to wait for another process's write. */
const busyTimeout = 10_000;
const maxPrepared = 300;
