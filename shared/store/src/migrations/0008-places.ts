import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Sessions in which everything travels are counted, by the process that let them begin. */
export const places: Migration = {
  version: 8,
  name: 'places',
  up: async (db) => {
    await db.schema.alterTable('sessions').addColumn('place', 'text').execute();
    await sql
      .raw("create index sessions_places on sessions (updated_at) where place is not null and phase = 'open'")
      .execute(db);
  },
};
