/**
 * After a slow sync the phone's whole content is known: what it did not send it does not have. In a slow sync it gets
 * those items again (a phone that lost everything is refilled, it empties nothing); in a refresh from the client they
 * are deleted, unless they are too many to be meant. What is outside the phone's filter, or was taken off it for one
 * before, is not missing: some phones send of it nothing, and none can be said to have deleted it.
 */
import { isMassDelete } from '@anchorage/reconcile';
import { syncTypes } from '@anchorage/model';
import type { CollectionId } from '@anchorage/model';
import type { Mapping } from '@anchorage/store';
import { setImmediate } from 'node:timers/promises';
import { askFor } from '../ask-for.ts';
import { addCounts } from './counts.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';
import { removeMapped } from './remove.ts';
import { checkStillOurs } from './still-ours.ts';
import { createSeriesBook } from './series-book.ts';
import { allMappings } from './slow.ts';
import type { SlowPlan } from './slow.ts';
import { withoutFiltered } from './unseen.ts';

export async function forgetMissing(frame: Frame, slow: SlowPlan): Promise<void> {
  const { tools, accountId, part } = frame;
  const mappings = await allMappings(frame);
  const unseen = mappings.filter(({ luid }) => luid !== null && !slow.received.has(luid));
  const missing = await withoutFiltered(frame, unseen);
  const remove = part.syncType === syncTypes.refreshFromClient;
  const hold = remove && ((part.counts['held'] ?? 0) > 0 || isMassDelete(missing.length, mappings.length));
  const size = tools.settings.inboxBatch;
  const pushed = new Set<CollectionId>();
  for (let from = 0; from < missing.length; from += size) {
    const batch = missing.slice(from, from + size);
    const journaled = await tools.store.transaction(async (tx) => {
      await checkStillOurs(tx, frame);
      if (!remove) {
        await tx.mappings.remove(
          accountId,
          batch.map(({ id }) => id),
        );
        return new Set<CollectionId>();
      }
      const desk = await openDesk(tx, frame, batch.length);
      for (const mapping of batch) await removeMissing(frame, desk, mapping, hold);
      await desk.flush();
      await addCounts(tx, frame, desk.counts);
      return desk.journaled;
    });
    for (const id of journaled) pushed.add(id);
    await setImmediate();
  }
  for (const id of pushed) await askFor(tools, { kind: 'push', accountId, collectionId: id });
}

async function removeMissing(frame: Frame, desk: Desk, mapping: Mapping, hold: boolean): Promise<void> {
  const item = await desk.item(mapping.itemId);
  const collection = frame.collections.find(({ id }) => id === item?.collectionId);
  if (item === null || item.deleted || collection === undefined || collection.readOnly) {
    await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
    return;
  }
  const intake = { desk, frame, book: createSeriesBook(frame), hold };
  await removeMapped(intake, item, mapping);
}
