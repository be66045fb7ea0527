import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Items that we have created and no listing of the server has named yet; those from before count as named. */
export const unlisted: Migration = {
  version: 14,
  name: 'unlisted',
  up: async (db) => {
    await db.schema
      .alterTable('items')
      .addColumn('listed', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
    await sql
      .raw('create index items_unlisted on items (account_id, collection_id) where listed = 0')
      .execute(db);
  },
};
