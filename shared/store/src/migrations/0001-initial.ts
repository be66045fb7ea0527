import type { Migration } from './migration.ts';
import { indexes } from './0001-initial/indexes.ts';
import { people } from './0001-initial/people.ts';
import { phones } from './0001-initial/phones.ts';
import { replica } from './0001-initial/replica.ts';
import { sessions } from './0001-initial/sessions.ts';
import { work } from './0001-initial/work.ts';

/**
 * Every primary key begins with the account, so that the tables can be partitioned by it. Rows go with their account,
 * device, session or collection; journal and mappings name an item without a foreign key.
 */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  up: async (db, types) => {
    await people(db, types);
    await replica(db, types);
    await phones(db, types);
    await sessions(db, types);
    await work(db, types);
    await indexes(db);
  },
};
