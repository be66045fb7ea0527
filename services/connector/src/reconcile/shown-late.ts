/**
 * A slow sync that ended before there was anything to reconcile it with has shown what its phone has all the same. It is
 * heard before its rows are taken in: what the phone had deleted by then would otherwise stay mapped, and never be told.
 */
import { syncTypes } from '@anchorage/model';
import { StoreError } from '@anchorage/store';
import type { Tables } from '@anchorage/store';
import { lockCollection } from '../revisions.ts';
import { forgetMissing } from './forget-missing.ts';
import type { Frame } from './frame.ts';
import { planSlow } from './slow.ts';

/** `within`: the session that takes it in; null: nobody's, it is taken in before the next one begins. */
export async function hearLateSlowSync(frame: Frame, within: Frame | null): Promise<void> {
  const { tools, session, part } = frame;
  if (session.phase !== 'finished' || part.syncType !== syncTypes.slow) return;
  if ((part.counts['deferred'] ?? 0) === 0 || !(await isLatest(tools.store, frame, within))) return;
  const slow = await planSlow(frame);
  if (slow.settled) return;
  await forgetMissing(frame, slow, async (tx) => {
    const [first] = frame.collections.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (first !== undefined) await lockCollection(tx, frame.accountId, first.id, 1);
    const waits = await tx.inbox.hasPending(frame.accountId, session.id, frame.datastore.id, 0);
    if (!waits || !(await isLatest(tx, frame, within)))
      throw new StoreError('fenced', 'the phone has gone on since it showed what it has');
  });
}

/** Has the phone shown and been given nothing since? */
async function isLatest(
  { sessions }: Pick<Tables, 'sessions'>,
  { accountId, datastore, session }: Frame,
  within: Frame | null,
): Promise<boolean> {
  const latest = await sessions.latestWith(accountId, datastore.id, within?.session.id ?? null);
  return latest?.session.id === session.id;
}
