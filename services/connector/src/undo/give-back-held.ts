/** Deletions that were held and are not meant: nobody waits for a word any more, and the phone gets its items again. */
import type { SessionId } from '@anchorage/model';
import type { Tables, Undo } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { openRewriter } from './rewriter.ts';
import type { Rewriter } from './rewriter.ts';

/** A batch of them; null when there are none. */
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

const mostRows = 10_000;
