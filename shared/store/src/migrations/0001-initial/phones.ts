import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../migration.ts';
import { belonging, owned } from './owned.ts';

export async function phones(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
  await owned(db, 'devices', key)
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('password', octets, (c) => c.notNull())
    .addColumn('device_uri', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('dev_inf', 'text')
    .addColumn('profile', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint')
    .execute();
  const datastores = owned(db, 'datastores', key)
    .addColumn('device_id', key, (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('policy', 'text', (c) => c.notNull())
    .addColumn('client_anchor', 'text')
    .addColumn('server_anchor', 'text')
    .addColumn('next_guid', 'bigint', (c) => c.notNull().defaultTo(1));
  await belonging(datastores, 'datastores', 'device_id', 'devices').execute();
  await db.schema
    .createTable('datastore_collections')
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('datastore_id', key, (c) => c.notNull())
    .addColumn('collection_id', key, (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('seen_revision', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('datastore_collections_pk', ['account_id', 'datastore_id', 'collection_id'])
    .addForeignKeyConstraint(
      'datastore_collections_datastore_fk',
      ['account_id', 'datastore_id'],
      'datastores',
      ['account_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'datastore_collections_collection_fk',
      ['account_id', 'collection_id'],
      'collections',
      ['account_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute();
  const mappings = owned(db, 'mappings', key)
    .addColumn('datastore_id', key, (c) => c.notNull())
    .addColumn('luid', 'text')
    .addColumn('guid', 'text')
    .addColumn('item_id', key, (c) => c.notNull())
    .addColumn('recurrence_id', 'text', (c) => c.notNull())
    .addColumn('view', octets)
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('pending', 'integer', (c) => c.notNull());
  await belonging(mappings, 'mappings', 'datastore_id', 'datastores').execute();
  await db.schema
    .createTable('challenges')
    .addColumn('device_uri', 'text', (c) => c.primaryKey())
    .addColumn('nonce', octets, (c) => c.notNull())
    .addColumn('previous', octets)
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .execute();
}
