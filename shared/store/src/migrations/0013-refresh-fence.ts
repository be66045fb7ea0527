import type { Migration } from './migration.ts';

/** Refreshes of one collection are numbered like its pushes: what an older one still has in hand is refused. */
export const refreshFence: Migration = {
  version: 13,
  name: 'refresh-fence',
  up: async (db) => {
    await db.schema
      .alterTable('collections')
      .addColumn('refresh_fence', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
