/**
 * After a slow sync the phone's whole content is known: what it did not send it does not have. In a slow sync it gets
 * those items again (a phone that lost everything is refilled, it empties nothing); in a refresh from the client they
 * are deleted, and what it never had as well, unless all that is too many to be meant. What is outside the phone's filter, or was taken off it for one
 * before, is not missing: some phones send of it nothing, and none can be said to have deleted it.
 */
import { isMassDelete } from '@anchorage/reconcile';
import { syncTypes } from '@anchorage/model';
import type { CollectionId, ItemId } from '@anchorage/model';
import type { Mapping, Tables } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import { addCounts } from './counts.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';
import { neverHad } from './never-had.ts';
import { bringBack, removeGone, removeMapped, removeUnmapped } from './remove.ts';
import { checkStillOurs } from './still-ours.ts';
import { createSeriesBook } from './series-book.ts';
import { takeBackIn } from './set-aside.ts';
import { allMappings } from './slow.ts';
import type { SlowPlan } from './slow.ts';
import { withoutFiltered } from './unseen.ts';

/** `check`: throws, in each transaction, when what the slow sync has shown is no longer true. */
export async function forgetMissing(
  frame: Frame,
  slow: SlowPlan,
  check: (tx: Tables) => Promise<unknown> = (tx) => checkStillOurs(tx, frame),
): Promise<void> {
  const { tools, accountId, part } = frame;
  const mappings = await allMappings(frame);
  const unseen = mappings.filter(({ luid }) => luid !== null && !slow.received.has(luid));
  const missing = await withoutFiltered(frame, unseen, check);
  const remove = part.syncType === syncTypes.refreshFromClient;
  const strange = remove ? await neverHad(frame, mappings) : [];
  const total = mappings.length + strange.length;
  const hold =
    remove &&
    ((part.counts['held'] ?? 0) > 0 ||
      isMassDelete(missing.length + strange.length, total, slow.received.size));
  const size = tools.settings.inboxBatch;
  const pushed = new Set<CollectionId>();
  for (let from = 0; from < strange.length; from += size) {
    const batch = strange.slice(from, from + size);
    for (const id of await removeStrange(frame, batch, hold)) pushed.add(id);
    await tools.giveTurn();
  }
  for (let from = 0; from < missing.length; from += size) {
    const batch = missing.slice(from, from + size);
    const journaled = await tools.store.transaction(async (tx) => {
      await check(tx);
      if (!remove) {
        await giveAgain(tx, frame, batch);
        return new Set<CollectionId>();
      }
      const desk = await openDesk(tx, frame, batch.length);
      for (const mapping of batch) await removeMissing(frame, desk, mapping, hold);
      await desk.flush();
      await addCounts(tx, frame, desk.counts);
      return desk.journaled;
    });
    for (const id of journaled) pushed.add(id);
    await tools.giveTurn();
  }
  for (const id of pushed) await askFor(tools, { kind: 'push', accountId, collectionId: id });
}

/**
 * Written down with each of them, because this session may break off before it gives anything out: the next may be a
 * two-way one, for a phone whose owner asked for the slow sync, and looks only at what is new or waits.
 */
async function giveAgain(tx: Tables, frame: Frame, missing: readonly Mapping[]): Promise<void> {
  const { accountId } = frame;
  const ids = [...new Set(missing.map(({ itemId }) => itemId))];
  const living = new Set(
    (await tx.items.many(accountId, ids)).filter(({ deleted }) => !deleted).map(({ id }) => id),
  );
  const gone = missing.filter(({ itemId }) => !living.has(itemId));
  await tx.mappings.remove(
    accountId,
    gone.map(({ id }) => id),
  );
  for (const mapping of missing.filter(({ itemId }) => living.has(itemId))) {
    await takeBackIn(tx, frame, mapping);
    await bringBack(tx, frame, mapping);
  }
}

/** `ids`: of items, read anew under the locks: somebody may have mapped or deleted one meanwhile. */
async function removeStrange(
  frame: Frame,
  ids: readonly ItemId[],
  hold: boolean,
): Promise<ReadonlySet<CollectionId>> {
  const { tools, accountId, datastore } = frame;
  return tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    const desk = await openDesk(tx, frame, ids.length);
    const mapped = new Set(
      (await tx.mappings.byItems(accountId, datastore.id, ids)).map(({ itemId }) => itemId),
    );
    const intake = { desk, frame, book: createSeriesBook(frame), hold };
    for (const id of ids) {
      const item = await desk.item(id);
      if (item !== null && !item.deleted && !mapped.has(id)) await removeUnmapped(intake, item);
    }
    await desk.flush();
    await addCounts(tx, frame, desk.counts);
    return desk.journaled;
  });
}

async function removeMissing(frame: Frame, desk: Desk, mapping: Mapping, hold: boolean): Promise<void> {
  const item = await desk.item(mapping.itemId);
  const collection = frame.collections.find(({ id }) => id === item?.collectionId);
  const intake = { desk, frame, book: createSeriesBook(frame), hold };
  const isOurs = item !== null && collection !== undefined && !collection.readOnly;
  if (isOurs && !item.deleted) return removeMapped(intake, item, mapping);
  if (isOurs) await removeGone(intake, item);
  await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
}
