/** Deletions that were held and are not meant: nobody waits for a word any more, and the phone gets its items again. */
import type { SessionId } from '@anchorage/model';
import type { Tables, Undo } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { openRewriter } from './rewriter.ts';
import type { Rewriter } from './rewriter.ts';
import { revive } from './take-back.ts';

/** A batch of what a phone wanted to delete; null when there is nothing. */
export async function giveBackHeld(
  tools: Tools,
  tx: Tables,
  undo: Undo,
  sessionId: SessionId,
): Promise<Rewriter | null> {
  const { accountId } = undo;
  const size = tools.settings.undoBatch;
  const rows = (await tx.journal.list(accountId, ['held'], mostRows))
    .filter((row) => row.sessionId === sessionId)
    .slice(0, size);
  if (rows.length === 0) return null;
  const collections = rows.map(({ collectionId }) => collectionId);
  const rewriter = await openRewriter(tools, tx, undo, collections, size);
  const items = new Map(
    (
      await tx.items.many(
        accountId,
        rows.map(({ itemId }) => itemId),
      )
    ).map((i) => [i.id, i]),
  );
  for (const { itemId } of rows) {
    const item = items.get(itemId);
    if (item === undefined || item.deleted) continue;
    await rewriter.change(item, {});
    rewriter.count('kept');
  }
  await tx.journal.discard(
    accountId,
    rows.map(({ id }) => id),
  );
  return rewriter;
}

/** A batch of what the cloud has deleted and a phone still has: it lives again in the cloud. Null when there is nothing. */
export async function reviveHeld(
  tools: Tools,
  tx: Tables,
  undo: Undo,
  sessionId: SessionId,
): Promise<Rewriter | null> {
  const { accountId } = undo;
  const size = tools.settings.undoBatch;
  const held = await tx.holds.ofSession(accountId, sessionId, size);
  if (held.length === 0) return null;
  const ids = [...new Set(held.map(({ itemId }) => itemId))];
  const named = await tx.items.many(accountId, ids);
  const collections = named.map(({ collectionId }) => collectionId);
  const rewriter = await openRewriter(tools, tx, undo, collections, size);
  // Read again under the locks.
  for (const item of await tx.items.many(accountId, ids)) {
    const own = held.filter(({ itemId }) => itemId === item.id).map(({ id }) => id);
    const collection = rewriter.collection(item.collectionId);
    const writable = collection !== null && !collection.readOnly;
    if (item.deleted && writable) await revive(rewriter, item, item.body);
    else if (item.deleted) rewriter.leave(item);
    // Where nothing may be written the phone keeps what the cloud has not got.
    await tx.holds.settle(accountId, own, item.deleted && !writable ? 'kept' : null);
  }
  return rewriter;
}

const mostRows = 10_000;
