CREATE TABLE "accounts" ("id" text primary key,
  "tenant_id" text not null references "tenants" ("id"),
  "name" text not null,
  "name_key" text not null,
  "time_zone" text not null,
  "created_at" bigint not null,
  "data_key" blob not null,
  "key_id" text not null);

CREATE TABLE "audit" ("account_id" text not null,
  "id" text not null,
  "at" bigint not null,
  "actor" text not null,
  "action" text not null,
  "subject" text,
  constraint "audit_pk" primary key ("account_id",
  "id"));

CREATE TABLE "challenges" ("device_uri" text primary key,
  "nonce" blob not null,
  "previous" blob,
  "issued_at" bigint not null);

CREATE TABLE "collections" ("account_id" text not null,
  "id" text not null,
  "link_id" text not null,
  "url" text not null,
  "display_name" text not null,
  "kinds" text not null,
  "read_only" integer not null,
  "max_resource_size" bigint,
  "position" text,
  "fill" text default 'empty' not null,
  "refreshed_at" bigint,
  "attempted_at" bigint,
  "revision" bigint default 0 not null,
  "fence" bigint default 0 not null,
  "retry_at" bigint,
  "failures" integer default 0 not null,
  "problem" text,
  "refresh_fence" bigint default 0 not null,
  constraint "collections_pk" primary key ("account_id",
  "id"),
  constraint "collections_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "collections_links_fk" foreign key ("account_id",
  "link_id") references "links" ("account_id",
  "id") on delete cascade);

CREATE TABLE "datastore_collections" ("account_id" text not null,
  "datastore_id" text not null,
  "collection_id" text not null,
  "position" integer not null,
  "seen_revision" bigint not null,
  constraint "datastore_collections_pk" primary key ("account_id",
  "datastore_id",
  "collection_id"),
  constraint "datastore_collections_datastore_fk" foreign key ("account_id",
  "datastore_id") references "datastores" ("account_id",
  "id") on delete cascade,
  constraint "datastore_collections_collection_fk" foreign key ("account_id",
  "collection_id") references "collections" ("account_id",
  "id") on delete cascade);

CREATE TABLE "datastores" ("account_id" text not null,
  "id" text not null,
  "device_id" text not null,
  "name" text not null,
  "policy" text not null,
  "client_anchor" text,
  "server_anchor" text,
  "next_guid" bigint default 1 not null,
  "served_filter" blob,
  "window_back" integer,
  "window_forward" integer,
  constraint "datastores_pk" primary key ("account_id",
  "id"),
  constraint "datastores_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "datastores_devices_fk" foreign key ("account_id",
  "device_id") references "devices" ("account_id",
  "id") on delete cascade);

CREATE TABLE "devices" ("account_id" text not null,
  "id" text not null,
  "name" text not null,
  "username" text not null,
  "password" blob not null,
  "device_uri" text,
  "user_agent" text,
  "dev_inf" text,
  "profile" text,
  "state" text not null,
  "created_at" bigint not null,
  "last_seen_at" bigint,
  "upstream" text,
  "link_id" text,
  "verified_at" bigint,
  constraint "devices_pk" primary key ("account_id",
  "id"),
  constraint "devices_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade);

CREATE TABLE "enrolments" ("id" text primary key,
  "fingerprint" text not null,
  "upstream" text not null,
  "username" text not null,
  "device_uri" text not null,
  "password" blob,
  "state" text not null,
  "attempts" integer not null,
  "due_at" bigint not null,
  "created_at" bigint not null);

CREATE TABLE "inbox" ("account_id" text not null,
  "id" text not null,
  "session_id" text not null,
  "datastore_id" text not null,
  "seq" bigint not null,
  "command" text not null,
  "luid" text not null,
  "content_type" text,
  "data" blob,
  "state" text not null,
  "size" bigint default 0 not null,
  constraint "inbox_pk" primary key ("account_id",
  "id"),
  constraint "inbox_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "inbox_sessions_fk" foreign key ("account_id",
  "session_id") references "sessions" ("account_id",
  "id") on delete cascade);

CREATE TABLE "inbox_pieces" ("account_id" text not null,
  "row_id" text not null,
  "start" bigint not null,
  "size" bigint not null,
  "data" blob not null,
  constraint "inbox_pieces_pk" primary key ("account_id",
  "row_id",
  "start"),
  constraint "inbox_pieces_inbox_fk" foreign key ("account_id",
  "row_id") references "inbox" ("account_id",
  "id") on delete cascade);

CREATE TABLE "item_versions" ("account_id" text not null,
  "id" text not null,
  "item_id" text not null,
  "body" blob not null,
  "revision" bigint not null,
  "deleted" integer not null,
  "cause" text not null,
  "cause_session" text,
  "replaced_cause" text not null,
  "replaced_session" text,
  "replaced_at" bigint not null,
  constraint "item_versions_pk" primary key ("account_id",
  "id"),
  constraint "item_versions_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "item_versions_items_fk" foreign key ("account_id",
  "item_id") references "items" ("account_id",
  "id") on delete cascade);

CREATE TABLE "items" ("account_id" text not null,
  "id" text not null,
  "collection_id" text not null,
  "uid" text,
  "href" text not null,
  "etag" text,
  "body" blob not null,
  "base" blob,
  "revision" bigint not null,
  "deleted" integer not null,
  "cause" text not null,
  "cause_session" text,
  "updated_at" bigint not null,
  "listed" integer default 1 not null,
  constraint "items_pk" primary key ("account_id",
  "id"),
  constraint "items_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "items_collections_fk" foreign key ("account_id",
  "collection_id") references "collections" ("account_id",
  "id") on delete cascade);

CREATE TABLE "journal" ("account_id" text not null,
  "id" text not null,
  "collection_id" text not null,
  "item_id" text not null,
  "op" text not null,
  "revision" bigint not null,
  "state" text not null,
  "attempts" integer default 0 not null,
  "due_at" bigint not null,
  "reason" text,
  "session_id" text,
  "created_at" bigint not null,
  constraint "journal_pk" primary key ("account_id",
  "id"),
  constraint "journal_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "journal_collections_fk" foreign key ("account_id",
  "collection_id") references "collections" ("account_id",
  "id") on delete cascade);

CREATE TABLE "links" ("account_id" text not null,
  "id" text not null,
  "provider" text not null,
  "url" text not null,
  "root_url" text not null,
  "username" text not null,
  "password" blob not null,
  "status" text not null,
  "reason" text,
  "created_at" bigint not null,
  constraint "links_pk" primary key ("account_id",
  "id"),
  constraint "links_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade);

CREATE TABLE "mappings" ("account_id" text not null,
  "id" text not null,
  "datastore_id" text not null,
  "luid" text,
  "guid" text,
  "item_id" text not null,
  "recurrence_id" text not null,
  "view" blob,
  "revision" bigint not null,
  "pending" integer not null,
  "withdrawn" integer default 0 not null,
  "hold" text,
  "held_by" text,
  "refusals" integer default 0 not null,
  "aside" bigint,
  "turns" blob,
  constraint "mappings_pk" primary key ("account_id",
  "id"),
  constraint "mappings_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "mappings_datastores_fk" foreign key ("account_id",
  "datastore_id") references "datastores" ("account_id",
  "id") on delete cascade);

CREATE TABLE "outbox" ("account_id" text not null,
  "id" text not null,
  "session_id" text not null,
  "datastore_id" text not null,
  "seq" bigint not null,
  "command" text not null,
  "guid" text,
  "luid" text,
  "content_type" text,
  "data" blob,
  "size" bigint not null,
  "item_id" text not null,
  "recurrence_id" text not null,
  "revision" bigint not null,
  "state" text not null,
  "status" integer,
  constraint "outbox_pk" primary key ("account_id",
  "id"),
  constraint "outbox_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "outbox_sessions_fk" foreign key ("account_id",
  "session_id") references "sessions" ("account_id",
  "id") on delete cascade);

CREATE TABLE "outbox_pieces" ("account_id" text not null,
  "row_id" text not null,
  "start" bigint not null,
  "size" bigint not null,
  "data" blob not null,
  constraint "outbox_pieces_pk" primary key ("account_id",
  "row_id",
  "start"),
  constraint "outbox_pieces_outbox_fk" foreign key ("account_id",
  "row_id") references "outbox" ("account_id",
  "id") on delete cascade);

CREATE TABLE "quarantine" ("account_id" text not null,
  "id" text not null,
  "side" text not null,
  "scope" text not null,
  "collection_id" text,
  "datastore_id" text,
  "reference" text not null,
  "reason" text not null,
  "raw" blob not null,
  "created_at" bigint not null,
  constraint "quarantine_pk" primary key ("account_id",
  "id"),
  constraint "quarantine_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade);

CREATE TABLE schema_migrations (
        version integer primary key, name text not null, applied_at bigint not null);

CREATE TABLE "session_parts" ("account_id" text not null,
  "session_id" text not null,
  "datastore_id" text not null,
  "datastore" text not null,
  "sync_type" integer not null,
  "state" text not null,
  "client_next" text not null,
  "server_next" text not null,
  "seen" text not null,
  "counts" text not null,
  "resumes" text,
  "spent" integer default 0 not null,
  "filter" blob,
  "doubtful" text default '[]' not null,
  constraint "session_parts_pk" primary key ("account_id",
  "session_id",
  "datastore_id"),
  constraint "session_parts_sessions_fk" foreign key ("account_id",
  "session_id") references "sessions" ("account_id",
  "id") on delete cascade);

CREATE TABLE "sessions" ("account_id" text not null,
  "id" text not null,
  "device_id" text not null,
  "token" text not null,
  "peer_uri" text not null,
  "peer_session_id" text not null,
  "state" blob not null,
  "version" bigint not null,
  "phase" text not null,
  "last_request" text,
  "last_msg_id" bigint not null,
  "last_reply" blob,
  "last_reply_type" text,
  "started_at" bigint not null,
  "updated_at" bigint not null,
  "outcome" text,
  "place" text,
  constraint "sessions_pk" primary key ("account_id",
  "id"),
  constraint "sessions_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade,
  constraint "sessions_devices_fk" foreign key ("account_id",
  "device_id") references "devices" ("account_id",
  "id") on delete cascade);

CREATE TABLE "tenants" ("id" text primary key,
  "name" text not null,
  "created_at" bigint not null);

CREATE TABLE "undos" ("account_id" text not null,
  "id" text not null,
  "of_kind" text not null,
  "of_id" text not null,
  "state" text not null,
  "cursor" text not null,
  "counts" text not null,
  "left_alone" text not null,
  "requested_at" bigint not null,
  "finished_at" bigint,
  constraint "undos_pk" primary key ("account_id",
  "id"),
  constraint "undos_account_fk" foreign key ("account_id") references "accounts" ("id") on delete cascade);

CREATE INDEX accounts_key on accounts (key_id);

CREATE UNIQUE INDEX accounts_name on accounts (tenant_id, name_key);

CREATE INDEX audit_account on audit (account_id, at);

CREATE INDEX audit_time on audit (at);

CREATE INDEX challenges_age on challenges (issued_at);

CREATE UNIQUE INDEX collections_url on collections (account_id, link_id, url);

CREATE INDEX datastore_collections_collection on datastore_collections (account_id, collection_id);

CREATE UNIQUE INDEX datastores_name on datastores (account_id, device_id, name);

CREATE UNIQUE INDEX devices_upstream on devices (upstream, username, device_uri) where upstream is not null;

CREATE UNIQUE INDEX devices_username on devices (username) where upstream is null;

CREATE INDEX enrolments_age on enrolments (created_at);

CREATE INDEX enrolments_due on enrolments (due_at) where state = 'pending';

CREATE UNIQUE INDEX enrolments_login on enrolments (fingerprint, device_uri);

CREATE UNIQUE INDEX inbox_partial on inbox (account_id, datastore_id, luid) where state = 'partial';

CREATE INDEX inbox_pending on inbox (account_id, session_id, datastore_id, seq) where state = 'pending';

CREATE INDEX inbox_seq on inbox (account_id, session_id, seq);

CREATE INDEX item_versions_age on item_versions (replaced_at);

CREATE INDEX item_versions_item on item_versions (account_id, item_id, replaced_at);

CREATE INDEX item_versions_maker on item_versions (account_id, cause_session) where cause_session is not null;

CREATE INDEX items_any_href on items (account_id, collection_id, href);

CREATE UNIQUE INDEX items_href on items (account_id, collection_id, href) where deleted = 0;

CREATE INDEX items_revision on items (account_id, collection_id, revision);

CREATE INDEX items_session on items (account_id, cause_session) where cause_session is not null;

CREATE INDEX items_tombstones on items (updated_at) where deleted = 1;

CREATE INDEX items_uid on items (account_id, collection_id, uid);

CREATE INDEX items_unlisted on items (account_id, collection_id) where listed = 0;

CREATE INDEX journal_collection on journal (account_id, collection_id);

CREATE INDEX journal_done on journal (created_at) where state = 'done';

CREATE INDEX journal_due on journal (due_at) where state = 'pending';

CREATE INDEX journal_item on journal (account_id, item_id, revision) where state = 'pending';

CREATE INDEX journal_open on journal (account_id, state, collection_id) where state <> 'done';

CREATE INDEX journal_order on journal (account_id, collection_id, revision, id) where state = 'pending';

CREATE INDEX links_login on links (root_url, username);

CREATE UNIQUE INDEX mappings_guid on mappings (account_id, datastore_id, guid);

CREATE INDEX mappings_held on mappings (account_id, held_by) where hold = 'held';

CREATE UNIQUE INDEX mappings_item on mappings (account_id, item_id, datastore_id, recurrence_id);

CREATE UNIQUE INDEX mappings_luid on mappings (account_id, datastore_id, luid);

CREATE INDEX mappings_page on mappings (account_id, datastore_id, id);

CREATE INDEX mappings_pending on mappings (account_id, datastore_id, id) where pending = 1;

CREATE INDEX outbox_added on outbox (account_id, datastore_id, guid) where command = 'add' and state in ('sent', 'done');

CREATE UNIQUE INDEX outbox_item on outbox (account_id, session_id, datastore_id, item_id, recurrence_id) where state = 'queued';

CREATE INDEX outbox_next on outbox (account_id, session_id, datastore_id, seq) where state = 'queued';

CREATE INDEX outbox_replaced on outbox (account_id, datastore_id, item_id) where command = 'replace' and state in ('sent', 'done');

CREATE INDEX outbox_seq on outbox (account_id, session_id, seq);

CREATE UNIQUE INDEX quarantine_reference on quarantine (account_id, side, scope, reference);

CREATE INDEX session_parts_received on session_parts (account_id, session_id) where state = 'received';

CREATE INDEX sessions_age on sessions (phase, updated_at);

CREATE INDEX sessions_device on sessions (account_id, device_id, phase);

CREATE INDEX sessions_peer on sessions (peer_uri, peer_session_id, started_at);

CREATE INDEX sessions_places on sessions (updated_at) where place is not null and phase = 'open';

CREATE INDEX sessions_recent on sessions (account_id, started_at);

CREATE UNIQUE INDEX sessions_token on sessions (token);

CREATE INDEX undos_of on undos (account_id, of_id);

CREATE INDEX undos_pending on undos (requested_at) where state = 'pending';

CREATE INDEX undos_recent on undos (account_id, requested_at);
