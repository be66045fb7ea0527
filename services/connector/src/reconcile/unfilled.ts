/** Collections that have never been read to their end: nothing can be reconciled with them yet. */
import type { AccountId, DatastoreId } from '@anchorage/model';
import type { Collection } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import type { Frame } from './frame.ts';
import { isLost } from './lost-collection.ts';

/**
 * Is it no use to keep a phone waiting for its collections: the login is refused, or they have been failing for a
 * while and are not tried again soon? One that is merely being read slowly is worth waiting for.
 */
export async function isOutOfReach(frame: Frame): Promise<boolean> {
  const { tools, accountId, session } = frame;
  const now = tools.clock.now();
  for (const { id } of frame.collections) {
    const collection = await tools.store.collections.get(accountId, id);
    if (collection === null || collection.fill === 'filled') continue;
    if (!(await isLinked(tools, accountId, collection))) return true;
    if (collection.problem === null) continue;
    if ((collection.retryAt ?? 0) - now > worthWaiting || now - session.startedAt > patience) return true;
  }
  return false;
}

/** Until when asking for a reconcile of this datastore is useless: the login is refused, or its retry is not due. */
export async function isBlocked(
  tools: Tools,
  accountId: AccountId,
  datastoreId: DatastoreId,
): Promise<boolean> {
  const datastore = await tools.store.datastores.get(accountId, datastoreId);
  for (const { id } of datastore?.collections ?? []) {
    const collection = await tools.store.collections.get(accountId, id);
    if (collection === null || collection.fill === 'filled' || isLost(collection)) continue;
    if ((collection.retryAt ?? 0) > tools.clock.now()) return true;
    if (!(await isLinked(tools, accountId, collection))) return true;
  }
  return false;
}

/** How long until another look, in milliseconds: soon at first, then seldom. */
export function nextLook({ tools, session }: Frame): number {
  const age = tools.clock.now() - session.startedAt;
  return Math.min(seldom, Math.max(soon, Math.round(age / 4)));
}

async function isLinked(tools: Tools, accountId: AccountId, { linkId }: Collection): Promise<boolean> {
  return (await tools.store.links.get(accountId, linkId))?.status === 'ok';
}

const worthWaiting = 30_000;
const patience = 60_000;
const soon = 500;
const seldom = 10_000;
