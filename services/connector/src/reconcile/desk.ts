/**
 * The rows one inbox transaction works on: read once under the locks, written through, inserts gathered. Several
 * entries may concern one resource (occurrences of a series): each sees what the one before has made of it.
 */
import { asId } from '@anchorage/model';
import type { CollectionId, ItemId } from '@anchorage/model';
import type {
  Cause,
  JournalOp,
  Mapping,
  NewMapping,
  NewStoredItem,
  StoredItem,
  Tables,
} from '@anchorage/store';
import { newHref } from '../hrefs.ts';
import { lockCollection } from '../revisions.ts';
import type { Revisions } from '../revisions.ts';
import type { Frame } from './frame.ts';

export interface Desk {
  readonly tx: Tables;
  /** By LUID, this datastore's. */
  readonly byLuid: Map<string, Mapping>;
  /** UIDs of phones taken over in this transaction. */
  readonly uids: Set<string>;
  /** Collections that have something to push now. */
  readonly journaled: Set<CollectionId>;
  readonly counts: Map<string, number>;
  item(id: ItemId): Promise<StoredItem | null>;
  /** A new resource in `collection`, to be pushed. */
  create(
    collectionUrl: string,
    item: Omit<NewStoredItem, 'id' | 'href' | 'etag' | 'base' | 'revision'>,
  ): StoredItem;
  /** A new body, or a deletion, of an item; to be pushed. Returns the item as it is then. */
  change(item: StoredItem, change: ItemChange): Promise<StoredItem>;
  /** The deletion of what is deleted here already, to be pushed. */
  deleteAgain(item: StoredItem): void;
  /** Inserted with the flush. */
  map(mapping: NewMapping): void;
  flush(): Promise<void>;
  count(name: string): void;
}

export type ItemChange =
  | { readonly body: string }
  | { readonly deleted: true }
  | ({ readonly body: string; readonly deleted: false } & Partial<
      Pick<StoredItem, 'uid' | 'href' | 'etag' | 'base'>
    >);

/** `most`: how many changes there may be to each collection. Locks all of them, in one order everywhere. */
export async function openDesk(tx: Tables, frame: Frame, most: number): Promise<Desk> {
  const { tools, accountId, session, datastore } = frame;
  const revisions = new Map<CollectionId, Revisions>();
  for (const { id } of frame.collections.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    revisions.set(id, await lockCollection(tx, accountId, id, most));
  }
  const cause: Cause = { kind: 'session', sessionId: session.id };
  const items = new Map<ItemId, StoredItem>();
  let newItems: NewStoredItem[] = [];
  let newMappings: NewMapping[] = [];
  let work: { collectionId: CollectionId; itemId: ItemId; op: JournalOp; revision: number }[] = [];
  const journaled = new Set<CollectionId>();
  const counts = new Map<string, number>();

  function revisionOf(collectionId: CollectionId): number {
    const own = revisions.get(collectionId);
    if (own === undefined) throw new Error('a change to a collection that is not locked');
    return own.next();
  }

  function journal(item: StoredItem, op: JournalOp): void {
    work.push({ collectionId: item.collectionId, itemId: item.id, op, revision: item.revision });
    journaled.add(item.collectionId);
  }

  async function flush(): Promise<void> {
    if (newItems.length > 0) await tx.items.insert(accountId, newItems, cause);
    newItems = [];
    if (newMappings.length > 0) await tx.mappings.insert(accountId, newMappings);
    newMappings = [];
    const rows = work.map((row) => ({ ...row, sessionId: session.id, createdAt: tools.clock.now() }));
    if (rows.length > 0) await tx.journal.append(accountId, rows);
    work = [];
  }

  return {
    tx,
    byLuid: new Map(),
    uids: new Set(),
    journaled,
    counts,
    async item(id) {
      const known = items.get(id);
      if (known !== undefined) return known;
      const item = await tx.items.get(accountId, id);
      if (item !== null) items.set(id, item);
      return item;
    },
    create(collectionUrl, item) {
      const made: StoredItem = {
        ...item,
        id: asId<'item'>(tools.random.id()),
        href: newHref(collectionUrl, frame.kind, tools.random),
        etag: null,
        base: null,
        revision: revisionOf(item.collectionId),
        deleted: false,
      };
      items.set(made.id, made);
      const { deleted: _, ...row } = made;
      newItems.push(row);
      journal(made, 'put');
      return made;
    },
    async change(item, change) {
      // Inserted in this very transaction: it must be there before it is changed.
      if (newItems.some(({ id }) => id === item.id)) await flush();
      const revision = revisionOf(item.collectionId);
      await tx.items.update(accountId, item.id, { ...change, revision }, cause);
      const changed: StoredItem = { ...item, ...change, revision };
      items.set(item.id, changed);
      const isRevived = item.deleted && !changed.deleted && changed.etag === null;
      journal(changed, changed.deleted ? 'delete' : isRevived ? 'revive' : 'put');
      return changed;
    },
    deleteAgain(item) {
      journal(item, 'delete');
    },
    map(mapping) {
      newMappings.push({ ...mapping, datastoreId: datastore.id });
    },
    flush,
    count(name) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
  };
}
