/**
 * Deletions of the cloud that are more than a person is likely to mean, or leave the phone nothing: the phone is not told
 * before the owner has said so. Everything else goes on. The phone's own such deletions are held where they come in.
 */
import { isMassDelete, mayBeMassDelete } from '@anchorage/reconcile';
import { addCounts } from './counts.ts';
import type { Frame } from './frame.ts';
import { checkStillOurs } from './still-ours.ts';

/** Before anything is put into the outbox. Run again it finds what it has held. */
export async function holdBack(frame: Frame): Promise<void> {
  const { tools, accountId, datastore, session } = frame;
  const quick = await tools.store.holds.count(accountId, datastore.id);
  if (!mayBeMassDelete(quick.gone)) return;
  await tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    const { had, gone, held } = await tx.holds.count(accountId, datastore.id);
    // Whatever is in the collections may come to the phone instead; what is held there already stays on it.
    let left = had - gone - held;
    for (const { id } of frame.collections) left += await tx.items.countLiving(accountId, id);
    if (!isMassDelete(gone, had, left)) return;
    await tx.holds.hold(accountId, datastore.id, session.id);
    await addCounts(tx, frame, new Map([['heldFromCloud', gone]]));
  });
}
