/**
 * Deletions of the cloud that are more than a person is likely to mean, or leave the phone nothing: the phone is not told
 * before the owner has said so. Everything else goes on. The phone's own such deletions are held where they come in.
 */
import { isMassDelete, mayBeMassDelete } from '@anchorage/reconcile';
import { addCounts } from './counts.ts';
import type { Frame } from './frame.ts';
import { checkStillOurs } from './still-ours.ts';

/**
 * Before anything is put into the outbox. Run again it finds what it has held. `all`: the phone is told of every item, not
 * only of what is new.
 */
export async function holdBack(frame: Frame, all: boolean): Promise<void> {
  const { tools, accountId, datastore, session } = frame;
  // To count looks at everything the phone has, which a session without news should not have to wait for.
  if (!all && !(await hasNews(frame))) return;
  await tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    const { had, gone, held } = await tx.holds.count(accountId, datastore.id);
    if (!mayBeMassDelete(gone)) return;
    // Whatever is in the collections may come to the phone instead; what is held there already stays on it.
    let left = had - gone - held;
    for (const { id } of frame.collections) left += await tx.items.countLiving(accountId, id);
    if (!isMassDelete(gone, had, left)) return;
    await tx.holds.hold(accountId, datastore.id, session.id);
    await addCounts(tx, frame, new Map([['heldFromCloud', gone]]));
  });
}

/** Is there anything the phone might be told: new in its collections, or left from before? */
async function hasNews({ tools, accountId, datastore }: Frame): Promise<boolean> {
  const { store } = tools;
  if ((await store.mappings.pendingOf(accountId, datastore.id, null, 1)).length > 0) return true;
  for (const { id, seenRevision } of datastore.collections) {
    if ((await store.items.changedSince(accountId, id, seenRevision, 1)).length > 0) return true;
  }
  return false;
}
