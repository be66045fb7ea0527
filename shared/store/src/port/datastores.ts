/** What one phone syncs with: anchors, policy, the collections behind it. */
import type {
  AccountId,
  CollectionId,
  DatastorePolicy,
  DatastoreId,
  DatastoreName,
  DateWindow,
  DeviceId,
} from '@anchorage/model';

/** One of our datastores as one device uses it. */
export interface Datastore {
  readonly id: DatastoreId;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly name: DatastoreName;
  readonly policy: DatastorePolicy;
  /** Anchors of the last finished session. */
  readonly clientAnchor: string | null;
  readonly serverAnchor: string | null;
  /** What the phone gets of it when it does not say itself; null: all of it. */
  readonly window: DateWindow | null;
  /**
   * Under which filter, as its JSON text, the phone has been served up to `seenRevision`; null: under none. Any other text
   * means that it may lack items below that.
   */
  readonly servedFilter: string | null;
  /** The collections behind it; new items go to the first one that may be written. */
  readonly collections: readonly { readonly id: CollectionId; readonly seenRevision: number }[];
}

export interface Datastores {
  add(
    accountId: AccountId,
    datastore: {
      readonly deviceId: DeviceId;
      readonly name: DatastoreName;
      readonly policy: DatastorePolicy;
      readonly collections: readonly CollectionId[];
    },
  ): Promise<Datastore>;
  get(accountId: AccountId, id: DatastoreId): Promise<Datastore | null>;
  ofDevice(accountId: AccountId, deviceId: DeviceId): Promise<readonly Datastore[]>;
  setPolicy(accountId: AccountId, id: DatastoreId, policy: DatastorePolicy): Promise<void>;
  setAnchors(
    accountId: AccountId,
    id: DatastoreId,
    anchors: { readonly client: string; readonly server: string },
  ): Promise<void>;
  /** Up to which revision of each collection this phone has been served. Adds a collection that was not listed. */
  setSeen(
    accountId: AccountId,
    id: DatastoreId,
    seen: readonly { readonly collectionId: CollectionId; readonly revision: number }[],
  ): Promise<void>;
  setServedFilter(accountId: AccountId, id: DatastoreId, servedFilter: string | null): Promise<void>;
  setWindow(accountId: AccountId, id: DatastoreId, window: DateWindow | null): Promise<void>;
  /** Reserves `count` temporary GUIDs (short decimal numbers, never given out twice for this datastore). */
  reserveGuids(accountId: AccountId, id: DatastoreId, count: number): Promise<number>;
}
