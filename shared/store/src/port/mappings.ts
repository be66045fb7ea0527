/** Which item a phone knows under which LUID, and what it was last shown. */
import type { AccountId, DatastoreId, ItemId, MappingId, SessionId, Turns } from '@anchorage/model';
import type { HoldState } from './holds.ts';

/**
 * (phone, LUID) ↔ (item, occurrence), with what the phone was last shown. `luid` is null while an Add waits for its
 * Map; `guid` is kept for as long as the row lives, so that a late Map finds it.
 */
export interface Mapping {
  readonly id: MappingId;
  readonly datastoreId: DatastoreId;
  readonly luid: string | null;
  readonly guid: string | null;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  /** The phone's view text (see pim); null when unknown. */
  readonly view: string | null;
  /** Revision of the item that `view` shows; an item beyond it is news for this phone. */
  readonly revision: number;
  /** Something was put into an outbox for it and no success came back yet: looked at again in the next session. */
  readonly pending: boolean;
  /**
   * Taken off the phone, or not seen on it, for no other reason than a filter: whether the phone has it is not known, and
   * that it has it no more means nothing.
   */
  readonly withdrawn: boolean;
  /** The item is deleted, and what the phone hears of that is its owner's affair (see holds). */
  readonly hold: HoldState | null;
  /** How often in a row the phone has refused what it was sent of it. */
  readonly refusals: number;
  /**
   * Refused, or turned into something else, so often that the phone is not sent it any more, up to this revision of the
   * item; null: it is sent.
   */
  readonly aside: number | null;
  /** What the phone has made of it again and again, as far as that is not long ago. */
  readonly turns: Turns | null;
}

export interface NewMapping {
  readonly datastoreId: DatastoreId;
  readonly luid: string | null;
  readonly guid: string | null;
  readonly itemId: ItemId;
  readonly recurrenceId: string;
  readonly view: string | null;
  readonly revision: number;
  readonly pending: boolean;
}

export interface Mappings {
  /** Throws `conflict` when the LUID or the (item, occurrence) is mapped already. */
  insert(accountId: AccountId, mappings: readonly NewMapping[]): Promise<void>;
  byLuids(
    accountId: AccountId,
    datastoreId: DatastoreId,
    luids: readonly string[],
  ): Promise<readonly Mapping[]>;
  byGuids(
    accountId: AccountId,
    datastoreId: DatastoreId,
    guids: readonly string[],
  ): Promise<readonly Mapping[]>;
  byItems(
    accountId: AccountId,
    datastoreId: DatastoreId,
    itemIds: readonly ItemId[],
  ): Promise<readonly Mapping[]>;
  /**
   * Has an Add gone out in an earlier session whose phone neither refused it nor mapped it? It may have the item under a
   * LUID that nobody knows.
   */
  anyUnmapped(accountId: AccountId, datastoreId: DatastoreId, current: SessionId | null): Promise<boolean>;
  /** All of a datastore, in pages by id: for slow syncs and refreshes. */
  page(
    accountId: AccountId,
    datastoreId: DatastoreId,
    after: MappingId | null,
    limit: number,
  ): Promise<readonly Mapping[]>;
  /** Those with `pending` set, by id, after the given one. Cheap when there are none (partial index). */
  pendingOf(
    accountId: AccountId,
    datastoreId: DatastoreId,
    after: MappingId | null,
    limit: number,
  ): Promise<readonly Mapping[]>;
  update(
    accountId: AccountId,
    id: MappingId,
    change: {
      readonly pending?: boolean;
      readonly withdrawn?: boolean;
      readonly hold?: null;
      readonly refusals?: number;
      readonly aside?: number | null;
      readonly turns?: Turns | null;
      readonly luid?: string | null;
      readonly guid?: string | null;
      readonly view?: string | null;
      readonly revision?: number;
      readonly itemId?: ItemId;
      readonly recurrenceId?: string;
    },
  ): Promise<void>;
  remove(accountId: AccountId, ids: readonly MappingId[]): Promise<void>;
  /** Removes all withdrawn ones of a datastore: the phone has dropped everything it had. */
  removeWithdrawn(accountId: AccountId, datastoreId: DatastoreId): Promise<void>;
}
