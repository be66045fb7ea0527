import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** One for each query of the port. Partial ones repeat the literal of their query's condition. */
export async function indexes(db: Kysely<unknown>): Promise<void> {
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
