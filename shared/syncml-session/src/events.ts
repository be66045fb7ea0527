/** What comes out of a session for its keeper to carry out, in one transaction with its state. */
import type { Anchors, DatastoreName, SyncFilter, SyncType } from '@anchorage/model';
import type { DevInf } from '@anchorage/syncml-codec';

export type SessionEvent =
  /** Store it, find the profile anew. */
  | { readonly kind: 'device-info'; readonly devInf: DevInf }
  /**
   * An Alert was accepted: open the datastore's part of the session, start `refresh`. Comes again for the same
   * datastore when the phone repeats package 1; the later one holds.
   */
  | {
      readonly kind: 'datastore-opened';
      readonly datastore: DatastoreName;
      /** The phone's name of its datastore. */
      readonly source: string;
      readonly syncType: SyncType;
      readonly client: Anchors;
      readonly serverNext: string;
      /** What the phone is to have of it in this session; absent: everything. A resumed one keeps its first. */
      readonly filter?: SyncFilter;
      /** It goes on where the interrupted session of `DatastoreFacts.resumable` broke off. */
      readonly resumes?: true;
      /** By its anchor the phone took all that its last session was sent, whether or not it said so. */
      readonly confirmsLast?: true;
      /** Every item travels: a slow sync, a refresh from the phone, a phone's first refresh from us. */
      readonly whole?: true;
    }
  /** Its Alert was answered 417, see `ReceiveFacts.noPlace`: nothing is opened. */
  | { readonly kind: 'datastore-put-off'; readonly datastore: DatastoreName }
  /** The phone demanded a slow sync after all (508 on our Alert, or a late Alert 201). */
  | { readonly kind: 'sync-type-changed'; readonly datastore: DatastoreName; readonly syncType: SyncType }
  /** One change from the phone: an inbox row. `data` is decoded from b64 where Format said so. */
  | {
      readonly kind: 'item-received';
      readonly datastore: DatastoreName;
      readonly command: 'add' | 'replace' | 'delete';
      readonly luid: string;
      readonly contentType: string | null;
      readonly data: Uint8Array | null;
    }
  /**
   * A piece of a large object, after its transfer encoding: to be kept behind the `offset` octets of the same datastore
   * and LUID that are there already, in this session or in the one it resumes. Offset 0 begins the object, whatever was
   * there.
   */
  | {
      readonly kind: 'piece-received';
      readonly datastore: DatastoreName;
      readonly command: 'add' | 'replace';
      readonly luid: string;
      readonly contentType: string | null;
      readonly offset: number;
      readonly octets: Uint8Array;
    }
  /** All pieces of the object are there: they are an inbox row now. */
  | { readonly kind: 'object-received'; readonly datastore: DatastoreName; readonly luid: string }
  /** The object will not come to its end: its pieces are to be forgotten. May come without any. */
  | { readonly kind: 'object-dropped'; readonly datastore: DatastoreName; readonly luid: string }
  /**
   * The phone has sent everything for this datastore (package 3 ended): enqueue `reconcile`. Comes again for the same
   * datastore when the phone repeats package 3; what is settled already is found settled.
   */
  | { readonly kind: 'datastore-received'; readonly datastore: DatastoreName }
  /** An outbox entry went into the reply that `compose` returned. */
  | { readonly kind: 'item-sent'; readonly outboxId: string }
  /** The phone never saw the reply the entry went into, and package 4 begins again: the entry waits once more. */
  | { readonly kind: 'item-unsent'; readonly outboxId: string }
  /**
   * The phone's Status for an outbox entry; 300 and above is a failure. Also ours, without an `item-sent`, for an entry
   * that cannot go: 413 too large, 415 not fit for XML, 420 the phone is full, 412 neither GUID nor LUID.
   */
  | { readonly kind: 'item-answered'; readonly outboxId: string; readonly status: number }
  /** A Map item: the phone gave this LUID to our temporary GUID. May come again, or in a later session. */
  | {
      readonly kind: 'item-mapped';
      readonly datastore: DatastoreName;
      readonly guid: string;
      readonly luid: string;
    }
  /**
   * Both sides are done with this datastore: advance anchors and position with the state. `clientNext` is the phone's
   * anchor as it said it last, which a late or repeated Alert may have changed.
   */
  | { readonly kind: 'datastore-finished'; readonly datastore: DatastoreName; readonly clientNext: string }
  | { readonly kind: 'session-ended'; readonly outcome: 'finished' | 'aborted'; readonly reason: string };
