/**
 * Replica to cloud: drains a collection's journal. A row only says that an item has changed; what is written is the
 * item as it is now, so any number of rows of one item are one write.
 */
import type { ItemId } from '@anchorage/model';
import type { JournalRow } from '@anchorage/store';
import { classify } from '../classify.ts';
import { chance } from '../tools.ts';
import { giveUp, postpone } from './postpone.ts';
import { pushItem } from './push-item.ts';
import type { PushScope } from './scope.ts';

/** Returns when nothing is due. Throws what concerns the whole collection: its rows stay as they are. */
export async function runPush(scope: PushScope): Promise<void> {
  const { tools, accountId, collection, signal } = scope;
  const { journalBatch, pushParallel } = tools.settings;
  const luck: Luck = { failuresInARow: 0 };
  for (;;) {
    signal.throwIfAborted();
    const due = await tools.store.journal.due(accountId, collection.id, tools.clock.now(), journalBatch);
    if (due.length === 0) return;
    const items = [...Map.groupBy(due, (row) => row.itemId)];
    await inParallel(items, pushParallel, ([itemId, rows]) => pushOne(scope, itemId, rows, luck));
  }
}

interface Luck {
  failuresInARow: number;
}

async function pushOne(
  scope: PushScope,
  itemId: ItemId,
  rows: readonly JournalRow[],
  luck: Luck,
): Promise<void> {
  const { tools } = scope;
  const attempts = Math.max(...rows.map((row) => row.attempts));
  try {
    await pushItem(scope, itemId, attempts);
    luck.failuresInARow = 0;
  } catch (error) {
    const now = tools.clock.now();
    const verdict = classify(error, { now, attempts, jitter: chance(tools.random) });
    const mine = verdict.kind === 'give-up' || (verdict.kind === 'retry' && verdict.scope === 'item');
    luck.failuresInARow += 1;
    if (!mine || luck.failuresInARow > mostFailuresInARow) throw error;
    tools.logger.warn('item not pushed', {
      account: scope.accountId,
      collection: scope.collection.id,
      item: itemId,
      reason: verdict.reason,
      attempts,
    });
    if (verdict.kind !== 'retry' || attempts + 1 >= mostAttempts) await giveUp(scope, itemId, verdict.reason);
    else await postpone(scope, itemId, verdict.at, verdict.reason);
  }
}

/** Stops at the first error, after the ones under way have ended. */
async function inParallel<Entry>(
  entries: readonly Entry[],
  width: number,
  work: (entry: Entry) => Promise<void>,
): Promise<void> {
  const queue = entries.values();
  let failed = false;
  const lanes = Array.from({ length: Math.min(width, entries.length) }, async () => {
    for (const entry of queue) {
      if (failed) return;
      try {
        await work(entry);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  });
  const ended = await Promise.allSettled(lanes);
  const broken = ended.find((lane) => lane.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** Beyond that it is not the items that are at fault. */
const mostFailuresInARow = 3;
const mostAttempts = 8;
