/** What an undo writes with: the collections are locked, every change is journaled and counted. */
import type { CollectionId, ItemId } from '@anchorage/model';
import type { Cause, Collection, StoredItem, Tables, Undo } from '@anchorage/store';
import { lockCollection } from '../revisions.ts';
import type { Revisions } from '../revisions.ts';
import type { Tools } from '../tools.ts';

export interface Rewriter {
  readonly tools: Tools;
  readonly tx: Tables;
  readonly undo: Undo;
  readonly journaled: ReadonlySet<CollectionId>;
  /** Of those it was opened for. */
  collection(id: CollectionId): Collection | null;
  /** A new body, a deletion, or a life after it; to be pushed. Nothing but a revision: news for phones only. */
  change(item: StoredItem, change: Omit<Parameters<Tables['items']['update']>[2], 'revision'>): Promise<void>;
  count(name: string): void;
  /** The item stays as somebody made it since. */
  leave(item: StoredItem): void;
  /** What the undo's row says after this. */
  account(): Pick<Undo, 'counts' | 'leftAlone'>;
}

/** `most`: how many changes there may be to each collection. */
export async function openRewriter(
  tools: Tools,
  tx: Tables,
  undo: Undo,
  collections: readonly CollectionId[],
  most: number,
): Promise<Rewriter> {
  const { accountId } = undo;
  const rows = new Map<CollectionId, Collection>();
  const revisions = new Map<CollectionId, Revisions>();
  for (const id of [...new Set(collections)].toSorted()) {
    revisions.set(id, await lockCollection(tx, accountId, id, most));
    const row = await tx.collections.get(accountId, id);
    if (row !== null) rows.set(id, row);
  }
  const cause: Cause = { kind: 'undo', undoId: undo.id };
  const journaled = new Set<CollectionId>();
  const counts: Record<string, number> = { ...undo.counts };
  const leftAlone: ItemId[] = [...undo.leftAlone];

  function count(name: string): void {
    counts[name] = (counts[name] ?? 0) + 1;
  }

  return {
    tools,
    tx,
    undo,
    journaled,
    collection: (id) => rows.get(id) ?? null,
    async change(item, change) {
      const { collectionId, id: itemId } = item;
      const own = revisions.get(collectionId);
      if (own === undefined) throw new Error('a change to a collection that is not locked');
      const revision = own.next();
      await tx.items.update(accountId, itemId, { ...change, revision }, cause);
      if (Object.keys(change).length === 0) return;
      const isRevived = change.deleted === false && change.etag === null;
      const op = change.deleted === true ? 'delete' : isRevived ? 'revive' : 'put';
      const createdAt = tools.clock.now();
      await tx.journal.append(accountId, [
        { collectionId, itemId, op, revision, sessionId: null, createdAt },
      ]);
      journaled.add(collectionId);
    },
    count,
    leave({ id }) {
      count('left');
      if (leftAlone.length < mostNamed) leftAlone.push(id);
    },
    account: () => ({ counts, leftAlone }),
  };
}

/** Ids listed for people; beyond that there is only their number. */
const mostNamed = 200;
