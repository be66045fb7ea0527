import type { Migration } from './migration.ts';

/**
 * A datastore's part may go on where an earlier session broke off; `spent` parts are none to go on from: what was known
 * of the phone has been forgotten since.
 */
export const resume: Migration = {
  version: 3,
  name: 'resume',
  up: async (db, { key }) => {
    await db.schema.alterTable('session_parts').addColumn('resumes', key).execute();
    await db.schema
      .alterTable('session_parts')
      .addColumn('spent', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
