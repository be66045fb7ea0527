/**
 * A worker that hung may find that another has done its work and that the phone has gone on: what it still meant to
 * write would reach the phone twice, or take away what the phone has just been given.
 */
import { StoreError } from '@anchorage/store';
import type { Tables } from '@anchorage/store';
import { lockCollection } from '../revisions.ts';
import { partOf } from './counts.ts';
import type { Frame } from './frame.ts';

/**
 * Throws `StoreError` (`fenced`) unless the part still waits for being reconciled as it was when this job read it, and the
 * phone for its answer: what a session shows of a phone is no longer true when the next one has begun.
 * Holds a row lock until the transaction ends, which whoever concludes the part takes as well.
 */
export async function checkStillOurs(tx: Tables, frame: Frame): Promise<void> {
  const { accountId, session, datastore } = frame;
  const [first] = frame.collections.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (first !== undefined) await lockCollection(tx, accountId, first.id, 1);
  const part = await partOf(tx, accountId, session.id, datastore.id);
  if (part?.state !== 'received' || part.syncType !== frame.part.syncType) {
    throw new StoreError('fenced', 'the part has been reconciled by another worker');
  }
  if (session.phase !== 'open') return;
  const now = await tx.sessions.get(accountId, session.id);
  if (now?.phase !== 'open') throw new StoreError('fenced', 'the phone has left the session');
}
