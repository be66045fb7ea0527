import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { ColumnTypes, Migration } from './migration.ts';

/**
 * Every primary key begins with the account, so that the tables can be partitioned by it. Rows go with their account,
 * device, session or collection; item versions, journal and mappings name an item without a foreign key's cascade.
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

async function people(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('tenants')
    .addColumn('id', key, (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('accounts')
    .addColumn('id', key, (c) => c.primaryKey())
    .addColumn('tenant_id', key, (c) => c.notNull().references('tenants.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_key', 'text', (c) => c.notNull())
    .addColumn('time_zone', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('data_key', octets, (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .execute();
  await owned(db, 'links', key)
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('root_url', 'text', (c) => c.notNull())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('password', octets, (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
}

async function replica(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
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

async function phones(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
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

async function sessions(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
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

async function work(db: Kysely<unknown>, { key, octets }: ColumnTypes): Promise<void> {
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

async function indexes(db: Kysely<unknown>): Promise<void> {
  const statements = [
    'create unique index accounts_name on accounts (tenant_id, name_key)',
    'create index accounts_key on accounts (key_id)',
    'create unique index collections_url on collections (account_id, link_id, url)',
    // Two living items never share an address; a tombstone may stand where a new item was put.
    'create unique index items_href on items (account_id, collection_id, href) where deleted = 0',
    'create index items_any_href on items (account_id, collection_id, href)',
    'create index items_uid on items (account_id, collection_id, uid)',
    'create index items_revision on items (account_id, collection_id, revision)',
    'create index items_session on items (account_id, cause_session) where cause_session is not null',
    'create index items_tombstones on items (updated_at) where deleted = 1',
    'create index item_versions_item on item_versions (account_id, item_id, replaced_at)',
    'create index item_versions_session on item_versions (account_id, replaced_session) where replaced_session is not null',
    'create index item_versions_maker on item_versions (account_id, cause_session) where cause_session is not null',
    'create index item_versions_age on item_versions (replaced_at)',
    'create unique index devices_username on devices (username)',
    'create unique index datastores_name on datastores (account_id, device_id, name)',
    'create index datastore_collections_collection on datastore_collections (account_id, collection_id)',
    'create unique index mappings_luid on mappings (account_id, datastore_id, luid)',
    'create unique index mappings_guid on mappings (account_id, datastore_id, guid)',
    'create unique index mappings_item on mappings (account_id, item_id, datastore_id, recurrence_id)',
    'create index mappings_page on mappings (account_id, datastore_id, id)',
    'create index mappings_pending on mappings (account_id, datastore_id, id) where pending = 1',
    'create index challenges_age on challenges (issued_at)',
    'create unique index sessions_token on sessions (token)',
    'create index sessions_peer on sessions (peer_uri, peer_session_id, started_at)',
    'create index sessions_device on sessions (account_id, device_id, phase)',
    'create index sessions_recent on sessions (account_id, started_at)',
    'create index sessions_age on sessions (phase, updated_at)',
    "create index session_parts_received on session_parts (account_id, session_id) where state = 'received'",
    'create index inbox_seq on inbox (account_id, session_id, seq)',
    "create index inbox_pending on inbox (account_id, session_id, datastore_id, seq) where state = 'pending'",
    'create index outbox_seq on outbox (account_id, session_id, seq)',
    "create index outbox_next on outbox (account_id, session_id, datastore_id, seq) where state = 'queued'",
    "create unique index outbox_item on outbox (account_id, session_id, datastore_id, item_id, recurrence_id) where state = 'queued'",
    "create index journal_order on journal (account_id, collection_id, revision, id) where state = 'pending'",
    "create index journal_due on journal (due_at) where state = 'pending'",
    "create index journal_item on journal (account_id, item_id, revision) where state = 'pending'",
    "create index journal_open on journal (account_id, state, collection_id) where state <> 'done'",
    "create index journal_done on journal (created_at) where state = 'done'",
    'create index journal_collection on journal (account_id, collection_id)',
    'create unique index quarantine_reference on quarantine (account_id, side, scope, reference)',
    'create index audit_account on audit (account_id, at)',
    'create index audit_time on audit (at)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

type Table = CreateTableBuilder<string, string>;

function owned(db: Kysely<unknown>, table: string, key: ColumnTypes['key']): Table {
  return db.schema
    .createTable(table)
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('id', key, (c) => c.notNull())
    .addPrimaryKeyConstraint(`${table}_pk`, ['account_id', 'id'] as never)
    .addForeignKeyConstraint(`${table}_account_fk`, ['account_id'] as never, 'accounts', ['id'], (c) =>
      c.onDelete('cascade'),
    ) as Table;
}

function belonging(table: Table, name: string, column: string, parent: string): Table {
  return table.addForeignKeyConstraint(
    `${name}_${parent}_fk`,
    ['account_id', column],
    parent,
    ['account_id', 'id'],
    (c) => c.onDelete('cascade'),
  );
}
