/** Large objects of phones that have come in part: pieces kept aside until the last one makes an inbox row of them. */
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';

export interface ObjectInPart {
  readonly command: 'add' | 'replace';
  /** Octets that are there. */
  readonly octets: number;
}

/** A datastore has one of each LUID at most. It belongs to the session that brought its last piece, and goes with it. */
export interface Objects {
  /**
   * Puts a piece behind the first `offset` octets that are there, whichever session brought them, in place of what was
   * behind them. Offset 0 begins the object anew. Throws `not-found` when fewer octets are there.
   */
  append(
    accountId: AccountId,
    piece: {
      readonly sessionId: SessionId;
      readonly datastoreId: DatastoreId;
      readonly command: ObjectInPart['command'];
      readonly luid: string;
      readonly contentType: string | null;
      readonly offset: number;
      readonly data: Uint8Array;
    },
  ): Promise<void>;
  /** Makes it the next row of its session's inbox, pending; nothing is copied. Throws `not-found` without one. */
  complete(accountId: AccountId, datastoreId: DatastoreId, luid: string): Promise<void>;
  find(accountId: AccountId, datastoreId: DatastoreId, luid: string): Promise<ObjectInPart | null>;
  /** Forgets the one of this LUID, or all of the datastore. */
  drop(accountId: AccountId, datastoreId: DatastoreId, luid: string | null): Promise<void>;
  /** Forgets those of ended sessions not touched since `before`; returns how many. Across accounts. */
  prune(before: number, limit: number): Promise<number>;
}
