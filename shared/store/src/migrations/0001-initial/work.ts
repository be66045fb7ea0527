import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../migration.ts';
import { belonging, owned } from './owned.ts';

export async function work(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
  const journal = owned(db, 'journal', key)
    .addColumn('collection_id', key, (c) => c.notNull())
    .addColumn('item_id', key, (c) => c.notNull())
    .addColumn('op', 'text', (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('session_id', key)
    .addColumn('created_at', 'bigint', (c) => c.notNull());
  await belonging(journal, 'journal', 'collection_id', 'collections').execute();
  await owned(db, 'quarantine', key)
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('scope', key, (c) => c.notNull())
    .addColumn('collection_id', key)
    .addColumn('datastore_id', key)
    .addColumn('reference', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('raw', octets, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('id', key, (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text')
    .addPrimaryKeyConstraint('audit_pk', ['account_id', 'id'])
    .execute();
}
