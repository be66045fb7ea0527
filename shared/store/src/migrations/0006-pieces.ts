import { sql } from 'kysely';
import { belonging } from './0001-initial/owned.ts';
import type { Migration } from './migration.ts';

/**
 * Large data in pieces. A phone's object in part is an inbox row in state `partial`, one for each LUID of a datastore; an
 * outbox row's data beyond the size of a piece lies in pieces.
 */
export const pieces: Migration = {
  version: 6,
  name: 'pieces',
  up: async (db, { key, octets }) => {
    await db.schema
      .alterTable('inbox')
      .addColumn('size', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    // A little more than the data itself, for it is sealed: good enough for reading so much at a time.
    await sql.raw('update inbox set size = length(data) where data is not null').execute(db);
    await sql
      .raw(
        "create unique index inbox_partial on inbox (account_id, datastore_id, luid) where state = 'partial'",
      )
      .execute(db);
    for (const parent of ['inbox', 'outbox']) {
      const table = db.schema
        .createTable(`${parent}_pieces`)
        .addColumn('account_id', key, (c) => c.notNull())
        .addColumn('row_id', key, (c) => c.notNull())
        .addColumn('start', 'bigint', (c) => c.notNull())
        .addColumn('size', 'bigint', (c) => c.notNull())
        .addColumn('data', octets, (c) => c.notNull())
        .addPrimaryKeyConstraint(`${parent}_pieces_pk`, ['account_id', 'row_id', 'start']);
      await belonging(table, `${parent}_pieces`, 'row_id', parent).execute();
    }
  },
};
