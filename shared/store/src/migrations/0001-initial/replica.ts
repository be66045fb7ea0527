import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../migration.ts';
import { belonging, owned } from './owned.ts';

export async function replica(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
  const collections = owned(db, 'collections', key)
    .addColumn('link_id', key, (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('read_only', 'integer', (c) => c.notNull())
    .addColumn('max_resource_size', 'bigint')
    .addColumn('position', 'text')
    .addColumn('fill', 'text', (c) => c.notNull().defaultTo('empty'))
    .addColumn('refreshed_at', 'bigint')
    .addColumn('attempted_at', 'bigint')
    .addColumn('revision', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('fence', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('retry_at', 'bigint')
    .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('problem', 'text');
  await belonging(collections, 'collections', 'link_id', 'links').execute();
  const items = owned(db, 'items', key)
    .addColumn('collection_id', key, (c) => c.notNull())
    .addColumn('uid', 'text')
    .addColumn('href', 'text', (c) => c.notNull())
    .addColumn('etag', 'text')
    .addColumn('body', octets, (c) => c.notNull())
    .addColumn('base', octets)
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('deleted', 'integer', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .addColumn('cause_session', key)
    .addColumn('updated_at', 'bigint', (c) => c.notNull());
  await belonging(items, 'items', 'collection_id', 'collections').execute();
  const versions = owned(db, 'item_versions', key)
    .addColumn('item_id', key, (c) => c.notNull())
    .addColumn('body', octets, (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('deleted', 'integer', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .addColumn('cause_session', key)
    .addColumn('replaced_cause', 'text', (c) => c.notNull())
    .addColumn('replaced_session', key)
    .addColumn('replaced_at', 'bigint', (c) => c.notNull());
  await belonging(versions, 'item_versions', 'item_id', 'items').execute();
}
