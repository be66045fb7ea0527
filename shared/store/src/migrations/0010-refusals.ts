import type { Migration } from './migration.ts';

/** How often in a row a phone has refused an item, and up to which revision it is not offered any more. */
export const refusals: Migration = {
  version: 10,
  name: 'refusals',
  up: async (db) => {
    await db.schema
      .alterTable('mappings')
      .addColumn('refusals', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('mappings').addColumn('aside', 'bigint').execute();
  },
};
