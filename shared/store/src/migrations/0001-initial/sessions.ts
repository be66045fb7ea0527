import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../migration.ts';
import { belonging, owned } from './owned.ts';

export async function sessions(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
  const rows = owned(db, 'sessions', key)
    .addColumn('device_id', key, (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('peer_uri', 'text', (c) => c.notNull())
    .addColumn('peer_session_id', 'text', (c) => c.notNull())
    .addColumn('state', octets, (c) => c.notNull())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('phase', 'text', (c) => c.notNull())
    .addColumn('last_request', 'text')
    .addColumn('last_msg_id', 'bigint', (c) => c.notNull())
    .addColumn('last_reply', octets)
    .addColumn('last_reply_type', 'text')
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('outcome', 'text');
  await belonging(rows, 'sessions', 'device_id', 'devices').execute();
  const parts = db.schema
    .createTable('session_parts')
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('session_id', key, (c) => c.notNull())
    .addColumn('datastore_id', key, (c) => c.notNull())
    .addColumn('datastore', 'text', (c) => c.notNull())
    .addColumn('sync_type', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('client_next', 'text', (c) => c.notNull())
    .addColumn('server_next', 'text', (c) => c.notNull())
    .addColumn('seen', 'text', (c) => c.notNull())
    .addColumn('counts', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('session_parts_pk', ['account_id', 'session_id', 'datastore_id']);
  await belonging(parts, 'session_parts', 'session_id', 'sessions').execute();
  const inbox = owned(db, 'inbox', key)
    .addColumn('session_id', key, (c) => c.notNull())
    .addColumn('datastore_id', key, (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('command', 'text', (c) => c.notNull())
    .addColumn('luid', 'text', (c) => c.notNull())
    .addColumn('content_type', 'text')
    .addColumn('data', octets)
    .addColumn('state', 'text', (c) => c.notNull());
  await belonging(inbox, 'inbox', 'session_id', 'sessions').execute();
  const outbox = owned(db, 'outbox', key)
    .addColumn('session_id', key, (c) => c.notNull())
    .addColumn('datastore_id', key, (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('command', 'text', (c) => c.notNull())
    .addColumn('guid', 'text')
    .addColumn('luid', 'text')
    .addColumn('content_type', 'text')
    .addColumn('data', octets)
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('item_id', key, (c) => c.notNull())
    .addColumn('recurrence_id', 'text', (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('status', 'integer');
  await belonging(outbox, 'outbox', 'session_id', 'sessions').execute();
}
