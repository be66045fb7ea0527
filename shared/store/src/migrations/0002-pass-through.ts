import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/**
 * Logins of an upstream server: devices that came in with one, and the logins that wait for its verdict. Enrolments
 * belong to no account and live for minutes. A pass-through login may have several phones, told apart by their URI.
 */
export const passThrough: Migration = {
  version: 2,
  name: 'pass-through',
  up: async (db, { key, octets }) => {
    await db.schema.alterTable('devices').addColumn('upstream', 'text').execute();
    await db.schema.alterTable('devices').addColumn('link_id', key).execute();
    await db.schema.alterTable('devices').addColumn('verified_at', 'bigint').execute();
    await db.schema
      .createTable('enrolments')
      .addColumn('id', key, (c) => c.primaryKey())
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('upstream', 'text', (c) => c.notNull())
      .addColumn('username', 'text', (c) => c.notNull())
      .addColumn('device_uri', 'text', (c) => c.notNull())
      .addColumn('password', octets)
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    const statements = [
      'drop index devices_username',
      'create unique index devices_username on devices (username) where upstream is null',
      'create unique index devices_upstream on devices (upstream, username, device_uri) where upstream is not null',
      'create index links_login on links (root_url, username)',
      'create unique index enrolments_login on enrolments (fingerprint, device_uri)',
      "create index enrolments_due on enrolments (due_at) where state = 'pending'",
      'create index enrolments_age on enrolments (created_at)',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
