/** What a phone sent and has not been digested yet, and what it is to get. */
import type { AccountId, DatastoreId, InboxId, ItemId, OutboxId, SessionId } from '@anchorage/model';

export type InboxState = 'pending' | 'done' | 'quarantined';

export interface InboxRow {
  readonly id: InboxId;
  readonly sessionId: SessionId;
  readonly datastoreId: DatastoreId;
  /** Order of arrival within the session. */
  readonly seq: number;
  readonly command: 'add' | 'replace' | 'delete';
  readonly luid: string;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
  readonly state: InboxState;
}

export interface Inbox {
  /** Appends in order. */
  append(
    accountId: AccountId,
    rows: readonly {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly command: InboxRow['command'];
      readonly luid: string;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
    }[],
  ): Promise<void>;
  /**
   * The next rows in state `pending` with a seq above `afterSeq` (0: from the first), by seq: at least one if there is
   * one, then up to `limit` rows and `maxOctets` of data, which is not bounded when left out.
   */
  pending(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    afterSeq: number,
    limit: number,
    maxOctets?: number,
  ): Promise<readonly InboxRow[]>;
  hasPending(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    afterSeq: number,
  ): Promise<boolean>;
  /** LUIDs of pending Deletes. */
  deleted(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<readonly string[]>;
  /** LUIDs received in this session so far, whatever their state. */
  luids(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<readonly string[]>;
  settle(accountId: AccountId, ids: readonly InboxId[], state: 'done' | 'quarantined'): Promise<void>;
  /**
   * Pending rows of sessions that ended without a reconcile: what a phone got a 2xx for is not dropped. Across
   * accounts, or of one datastore.
   */
  orphaned(
    limit: number,
    of?: { readonly accountId: AccountId; readonly datastoreId: DatastoreId },
  ): Promise<
    readonly {
      readonly accountId: AccountId;
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
    }[]
  >;
}

/** `queued`: not sent; `sent`: in a reply; `done`/`failed`: the phone's Status came. */
export type OutboxState = 'queued' | 'sent' | 'done' | 'failed';

export interface OutboxRow {
  readonly id: OutboxId;
  readonly sessionId: SessionId;
  readonly datastoreId: DatastoreId;
  readonly seq: number;
  readonly command: 'add' | 'replace' | 'delete';
  readonly guid: string | null;
  readonly luid: string | null;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
  readonly size: number;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  /** Of the item, when the row was written: what the mapping will say once the phone has it. */
  readonly revision: number;
  readonly state: OutboxState;
  readonly status: number | null;
}

/** `data` may be a part of the whole, which has `size` octets. */
export interface LoadedRow extends OutboxRow {
  /** Which octet of the whole `data` begins with. */
  readonly from: number;
}

export interface Outbox {
  /** Appends in order; a row for the same (session, datastore, item, occurrence) is replaced while still queued. */
  append(
    accountId: AccountId,
    rows: readonly {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly command: OutboxRow['command'];
      readonly guid: string | null;
      readonly luid: string | null;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
      readonly itemId: ItemId;
      readonly recurrenceId: string;
      readonly revision: number;
    }[],
  ): Promise<void>;
  /** Drops what is still queued, all of it or of these items, so that the outbox can be written anew. */
  clear(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    items?: readonly ItemId[],
  ): Promise<void>;
  /**
   * The next queued rows by seq: at least one if there is one, then up to `maxOctets` of data and `limit` rows. With
   * `reading` no row's data is read further than so many octets; and a row that has gone out in part comes first, if it is
   * still queued, with its data from that octet on.
   */
  next(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    maxOctets: number,
    limit: number,
    reading?: {
      readonly octets: number;
      readonly begun: { readonly id: OutboxId; readonly from: number } | null;
    },
  ): Promise<{ readonly rows: readonly LoadedRow[]; readonly complete: boolean }>;
  /**
   * The session's queued row that says the same to the phone as `id`, a row of an earlier session: same command, names and
   * data. Null when there is none, or that row has gone.
   */
  sameAs(
    accountId: AccountId,
    sessionId: SessionId,
    datastoreId: DatastoreId,
    id: OutboxId,
  ): Promise<OutboxId | null>;
  count(accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId): Promise<number>;
  get(accountId: AccountId, ids: readonly OutboxId[]): Promise<readonly OutboxRow[]>;
  setState(
    accountId: AccountId,
    ids: readonly OutboxId[],
    state: OutboxState,
    status: number | null,
  ): Promise<void>;
  /**
   * The Replaces of an item (or occurrence) that went out after the last one whose Status came: the phone may have carried
   * out any of them. Latest first, with data, at most `limit`.
   */
  unheard(
    accountId: AccountId,
    datastoreId: DatastoreId,
    itemId: ItemId,
    recurrenceId: string,
    limit: number,
  ): Promise<readonly OutboxRow[]>;
  /** Rows of a session, for its report; without data. */
  ofSession(accountId: AccountId, sessionId: SessionId): Promise<readonly Omit<OutboxRow, 'data'>[]>;
}
