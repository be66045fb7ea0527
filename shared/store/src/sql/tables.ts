/**
 * The tables as Kysely knows them. Booleans are 0 and 1, JSON is text, octets are `blob` or `bytea`: what both databases
 * store alike. Columns marked "sealed" hold ciphertext (see vault/).
 */
import type { Generated } from 'kysely';

type Octets = Uint8Array;
/** Sealed by the account's data key. */
type Sealed = Uint8Array;

export interface Database {
  tenants: { id: string; name: string; created_at: number };
  accounts: {
    id: string;
    tenant_id: string;
    name: string;
    name_key: string;
    time_zone: string;
    created_at: number;
    /** Wrapped by the key `key_id` of the ring. */
    data_key: Octets;
    key_id: string;
  };
  links: {
    account_id: string;
    id: string;
    provider: string;
    url: string;
    root_url: string;
    username: string;
    password: Sealed;
    status: string;
    reason: string | null;
    created_at: number;
  };
  collections: {
    account_id: string;
    id: string;
    link_id: string;
    url: string;
    display_name: string;
    kinds: string;
    read_only: number;
    max_resource_size: number | null;
    position: string | null;
    fill: Generated<string>;
    refreshed_at: number | null;
    attempted_at: number | null;
    revision: Generated<number>;
    fence: Generated<number>;
    refresh_fence: Generated<number>;
    retry_at: number | null;
    failures: Generated<number>;
    problem: string | null;
  };
  items: {
    account_id: string;
    id: string;
    collection_id: string;
    uid: string | null;
    href: string;
    etag: string | null;
    body: Sealed;
    base: Sealed | null;
    revision: number;
    deleted: number;
    cause: string;
    cause_session: string | null;
    updated_at: number;
    listed: Generated<number>;
  };
  item_versions: {
    account_id: string;
    id: string;
    item_id: string;
    body: Sealed;
    revision: number;
    deleted: number;
    cause: string;
    cause_session: string | null;
    replaced_cause: string;
    replaced_session: string | null;
    replaced_at: number;
  };
  devices: {
    account_id: string;
    id: string;
    name: string;
    username: string;
    password: Sealed;
    device_uri: string | null;
    user_agent: string | null;
    dev_inf: string | null;
    profile: string | null;
    state: string;
    created_at: number;
    last_seen_at: number | null;
    /** Set for pass-through devices, with `link_id`. */
    upstream: string | null;
    link_id: string | null;
    verified_at: number | null;
  };
  datastores: {
    account_id: string;
    id: string;
    device_id: string;
    name: string;
    policy: string;
    client_anchor: string | null;
    server_anchor: string | null;
    next_guid: Generated<number>;
    /** Null: none was served under. */
    served_filter: Sealed | null;
    window_back: number | null;
    window_forward: number | null;
  };
  datastore_collections: {
    account_id: string;
    datastore_id: string;
    collection_id: string;
    position: number;
    seen_revision: number;
  };
  mappings: {
    account_id: string;
    id: string;
    datastore_id: string;
    luid: string | null;
    guid: string | null;
    item_id: string;
    recurrence_id: string;
    view: Sealed | null;
    revision: number;
    pending: number;
    withdrawn: Generated<number>;
    /** `held`, `confirmed` or `kept` while the item is deleted, and by which session. */
    hold: string | null;
    held_by: string | null;
    refusals: Generated<number>;
    aside: Generated<number | null>;
    /** JSON. */
    turns: Sealed | null;
  };
  challenges: { device_uri: string; nonce: Octets; previous: Octets | null; issued_at: number };
  enrolments: {
    id: string;
    /** Keyed hash of upstream, user name and password, hex. */
    fingerprint: string;
    upstream: string;
    username: string;
    device_uri: string;
    /** Sealed by a key derived from the ring; null once judged. */
    password: Octets | null;
    state: string;
    attempts: number;
    due_at: number;
    created_at: number;
  };
  sessions: {
    account_id: string;
    id: string;
    device_id: string;
    token: string;
    peer_uri: string;
    peer_session_id: string;
    state: Sealed;
    version: number;
    phase: string;
    last_request: string | null;
    last_msg_id: number;
    last_reply: Sealed | null;
    last_reply_type: string | null;
    started_at: number;
    updated_at: number;
    outcome: string | null;
    place: string | null;
  };
  session_parts: {
    account_id: string;
    session_id: string;
    datastore_id: string;
    datastore: string;
    sync_type: number;
    state: string;
    client_next: string;
    server_next: string;
    seen: string;
    counts: string;
    resumes: string | null;
    spent: number;
    doubtful: Generated<string>;
    filter: Sealed | null;
  };
  inbox: {
    account_id: string;
    id: string;
    session_id: string;
    datastore_id: string;
    seq: number;
    command: string;
    luid: string;
    content_type: string | null;
    /** Null with a size above 0: in `inbox_pieces`. */
    data: Sealed | null;
    size: number;
    state: string;
  };
  inbox_pieces: { account_id: string; row_id: string; start: number; size: number; data: Sealed };
  outbox: {
    account_id: string;
    id: string;
    session_id: string;
    datastore_id: string;
    seq: number;
    command: string;
    guid: string | null;
    luid: string | null;
    content_type: string | null;
    /** Null with a size above 0: in `outbox_pieces`. */
    data: Sealed | null;
    size: number;
    item_id: string;
    recurrence_id: string;
    revision: number;
    state: string;
    status: number | null;
  };
  outbox_pieces: { account_id: string; row_id: string; start: number; size: number; data: Sealed };
  journal: {
    account_id: string;
    id: string;
    collection_id: string;
    item_id: string;
    op: string;
    revision: number;
    state: string;
    attempts: Generated<number>;
    due_at: number;
    reason: string | null;
    session_id: string | null;
    created_at: number;
  };
  quarantine: {
    account_id: string;
    id: string;
    side: string;
    /** The collection's or datastore's id, empty for neither: what makes the reference unique. */
    scope: string;
    collection_id: string | null;
    datastore_id: string | null;
    reference: string;
    reason: string;
    raw: Sealed;
    created_at: number;
  };
  undos: {
    account_id: string;
    id: string;
    /** `session`, `undo` or `hold`, and its id. */
    of_kind: string;
    of_id: string;
    state: string;
    /** The last item seen to; empty before the first. */
    cursor: string;
    counts: string;
    left_alone: string;
    requested_at: number;
    finished_at: number | null;
  };
  audit: {
    account_id: string;
    id: string;
    at: number;
    actor: string;
    action: string;
    subject: string | null;
  };
  schema_migrations: { version: number; name: string; applied_at: number };
}
