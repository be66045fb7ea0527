import type { Migration } from './migration.ts';

/**
 * What a phone asked to have of a datastore: per session, as the phone was last served, and the window its owner set.
 * `withdrawn` mappings are of items that were taken off the phone for a filter alone.
 */
export const filters: Migration = {
  version: 5,
  name: 'filters',
  up: async (db, { octets }) => {
    await db.schema.alterTable('session_parts').addColumn('filter', octets).execute();
    await db.schema.alterTable('datastores').addColumn('served_filter', octets).execute();
    await db.schema.alterTable('datastores').addColumn('window_back', 'integer').execute();
    await db.schema.alterTable('datastores').addColumn('window_forward', 'integer').execute();
    await db.schema
      .alterTable('mappings')
      .addColumn('withdrawn', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
