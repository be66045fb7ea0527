import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Finds the Adds that went out and were never mapped, without looking through everything that was ever sent. */
export const unmapped: Migration = {
  version: 4,
  name: 'unmapped',
  up: async (db) => {
    await sql
      .raw(
        "create index outbox_added on outbox (account_id, datastore_id, guid) where command = 'add' and state in ('sent', 'done')",
      )
      .execute(db);
  },
};
