/** Brings one item to the DAV server as it is now. Conditional writes only; a lost race is an answer, not an error. */
import type { ItemId } from '@anchorage/model';
import type { Cause } from '@anchorage/store';
import { backoff } from '../classify.ts';
import { chance } from '../tools.ts';
import { pushDelete } from './delete.ts';
import { postpone } from './postpone.ts';
import { pushPut, pushRevived } from './put.ts';
import { cause, commit } from './scope.ts';
import type { Identity, PushScope, Step } from './scope.ts';

/** `attempts`: failed ones before. Throws `DavError`, `StoreError`. */
export async function pushItem(scope: PushScope, itemId: ItemId, attempts: number): Promise<void> {
  const { tools } = scope;
  const identity: Identity = { renewals: 0 };
  for (let round = 0; round < mostRounds; round += 1) {
    if ((await look(scope, itemId, attempts, identity)) === 'done') return;
  }
  const delay = backoff(firstDelay, longestDelay, attempts, chance(tools.random));
  await postpone(scope, itemId, tools.clock.now() + delay, 'lost-race');
}

async function look(scope: PushScope, itemId: ItemId, attempts: number, identity: Identity): Promise<Step> {
  const { tools, accountId } = scope;
  const item = await tools.store.items.get(accountId, itemId);
  if (item === null) {
    await tools.store.journal.finish(accountId, itemId, Number.MAX_SAFE_INTEGER);
    return 'done';
  }
  if (item.deleted) return pushDelete(scope, item);
  const rows = await tools.store.journal.pendingOf(accountId, [itemId]);
  const last = rows.at(-1);
  if (last === undefined) return 'done';
  if (last.op !== 'delete') {
    const isRevived = rows.some(({ op }) => op === 'revive') && item.etag === null && item.base !== null;
    return isRevived ? pushRevived(scope, item, identity) : pushPut(scope, item, attempts, identity);
  }
  // A deletion that was held for its owner's word, and has it now: it goes with the session that wanted it.
  const maker: Cause = last.sessionId === null ? cause : { kind: 'session', sessionId: last.sessionId };
  return commit(scope, item, async (tx, now, revisions) => {
    await tx.items.update(accountId, now.id, { deleted: true, revision: revisions.next() }, maker);
    return 'again';
  });
}

const mostRounds = 5;
const firstDelay = 2_000;
const longestDelay = 900_000;
