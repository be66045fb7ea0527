import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteDialect } from '../database/sqlite.ts';
import { openStore } from '../open-store.ts';
import type { Database } from '../sql/tables.ts';
import { generateKey, keyRing } from '../vault/key-ring.ts';
import { migrations } from './index.ts';
import { migrate } from './migrate.ts';

const clock = { now: () => 1_000 };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)), id: () => randomUUID() };
const keys = keyRing({ current: { id: 'k1', key: generateKey() } });
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchorage-migrate-'));
  file = join(folder, 'a.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (more: { readonly migrate?: boolean } = {}) =>
  openStore({ url: `sqlite:${file}`, keys, clock, random, ...more });

function raw<T>(work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

describe('migrations', () => {
  it('are numbered without gaps', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('run twice without harm, and make the schema of the golden dump', async () => {
    await (await open()).close();
    await (await open()).close();
    const dump = raw((db) =>
      db
        .prepare(
          "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by type desc, name",
        )
        .all()
        .map(
          (row) =>
            `${String(row['sql']).replaceAll(', "', ',\n  "').replaceAll(', constraint', ',\n  constraint')};\n`,
        )
        .join('\n'),
    );
    const golden = new URL('schema.sqlite.golden.sql', import.meta.url);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, dump);
    expect(dump).toBe(readFileSync(golden, 'utf8'));
  });

  it('refuse a schema newer than the code', async () => {
    await (await open()).close();
    raw((db) => db.prepare('insert into schema_migrations values (?, ?, ?)').run(99, 'future', 1));
    await expect(open()).rejects.toMatchObject({ code: 'schema' });
    await expect(open({ migrate: false })).rejects.toMatchObject({ code: 'schema' });
  });

  it('make check fail when the schema changes under a running process', async () => {
    const store = await open();
    await store.check();
    raw((db) => db.prepare('insert into schema_migrations values (?, ?, ?)').run(99, 'future', 1));
    await expect(store.check()).rejects.toMatchObject({ code: 'schema' });
    await store.close();
  });

  it('are not run when another process is to run them', async () => {
    await expect(open({ migrate: false })).rejects.toMatchObject({ code: 'schema' });
  });

  it('leave nothing of a step that fails, and go on from there (F42)', async () => {
    const db = new Kysely<Database>({ dialect: sqliteDialect(file) });
    const broken = {
      version: migrations.length + 1,
      name: 'broken',
      up: async (tx: Kysely<unknown>) => {
        await sql`create table half (id text)`.execute(tx);
        throw new Error('died here');
      },
    };
    await expect(migrate(db, 'sqlite', clock, [...migrations, broken])).rejects.toThrow('died here');
    const tables = await sql`select name from sqlite_master where name = 'half'`.execute(db);
    expect(tables.rows).toEqual([]);
    const mended = {
      ...broken,
      up: async (tx: Kysely<unknown>) => void (await sql`create table half (id text)`.execute(tx)),
    };
    await migrate(db, 'sqlite', clock, [...migrations, mended]);
    const versions = await db.selectFrom('schema_migrations').select('version').orderBy('version').execute();
    expect(versions.map((row) => row.version)).toEqual([...migrations, mended].map((step) => step.version));
    await db.destroy();
  });
});
