import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Deletions of the cloud that a phone is not told before its owner's word; and which pairs a session could not tell. */
export const heldDeletions: Migration = {
  version: 9,
  name: 'held-deletions',
  up: async (db, { key }) => {
    await db.schema.alterTable('mappings').addColumn('hold', 'text').execute();
    await db.schema.alterTable('mappings').addColumn('held_by', key).execute();
    await db.schema
      .alterTable('session_parts')
      .addColumn('doubtful', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute();
    await sql
      .raw("create index mappings_held on mappings (account_id, held_by) where hold = 'held'")
      .execute(db);
  },
};
