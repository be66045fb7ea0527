import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Finds the Replaces of one item that went out, without looking through everything that was ever sent. */
export const unheard: Migration = {
  version: 12,
  name: 'unheard',
  up: async (db) => {
    await sql
      .raw(
        "create index outbox_replaced on outbox (account_id, datastore_id, item_id) where command = 'replace' and state in ('sent', 'done')",
      )
      .execute(db);
  },
};
