import { sql } from 'kysely';
import type { Migration } from './migration.ts';
import { owned } from './0001-initial/owned.ts';

/** What was asked to be taken back: a session's changes, or those of an earlier undo. */
export const undo: Migration = {
  version: 7,
  name: 'undo',
  up: async (db, { key }) => {
    await owned(db, 'undos', key)
      .addColumn('of_kind', 'text', (c) => c.notNull())
      .addColumn('of_id', key, (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('cursor', key, (c) => c.notNull())
      .addColumn('counts', 'text', (c) => c.notNull())
      .addColumn('left_alone', 'text', (c) => c.notNull())
      .addColumn('requested_at', 'bigint', (c) => c.notNull())
      .addColumn('finished_at', 'bigint')
      .execute();
    const statements = [
      // Nobody asks by who replaced a version any more, only by who made it.
      'drop index item_versions_session',
      'create index undos_recent on undos (account_id, requested_at)',
      "create index undos_pending on undos (requested_at) where state = 'pending'",
      'create index undos_of on undos (account_id, of_id)',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
