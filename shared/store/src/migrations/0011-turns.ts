import type { Migration } from './migration.ts';

/** What a phone has lately made of an item time and again, so that a phone and a cloud that undo each other are found out. */
export const turns: Migration = {
  version: 11,
  name: 'turns',
  up: async (db, { octets }) => {
    await db.schema.alterTable('mappings').addColumn('turns', octets).execute();
  },
};
