/** One item back to what it was before a session touched it, without what anybody did to it since. */
import { pimOfText } from '@anchorage/pim';
import { planUndo } from '@anchorage/reconcile';
import type { ItemState, StoredItem, TouchedItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { withUid } from '../fresh-uid.ts';
import type { Rewriter } from './rewriter.ts';

export async function takeBack(rewriter: Rewriter, touched: TouchedItem): Promise<void> {
  const { item, before, after } = touched;
  const collection = rewriter.collection(item.collectionId);
  const wasThere = before !== null && !before.deleted;
  if (wasThere && !after.deleted && saysTheSame(before, after)) return;
  const action = planUndo({
    before: wasThere ? 'living' : 'absent',
    after: after.deleted ? 'gone' : 'living',
    now: nowOf(touched),
  });
  if (action === 'none') return;
  if (action === 'leave' || collection === null || collection.readOnly) {
    rewriter.leave(item);
    return;
  }
  if (action === 'remove') {
    await rewriter.change(item, { deleted: true });
    rewriter.count('removed');
  } else if (action === 'recreate') {
    await revive(rewriter, item, before?.body ?? item.body);
  } else {
    await putBack(rewriter, touched, action === 'merge');
  }
}

function nowOf({ item, after }: TouchedItem): 'as-left' | 'changed' | 'deleted' {
  if (after.deleted) return item.deleted ? 'as-left' : 'changed';
  if (item.deleted) return 'deleted';
  return saysTheSame(item, { ...after, body: withOwnUid(after.body, item.uid) }) ? 'as-left' : 'changed';
}

/**
 * The push looks whether the server has it still (`pushRevived`), also where a deletion waits to be pushed: that may be of what
 * has gone there already.
 */
export async function revive(rewriter: Rewriter, item: StoredItem, text: string): Promise<void> {
  const { tx, undo } = rewriter;
  const body = withOwnUid(text, item.uid);
  await tx.journal.finish(undo.accountId, item.id, item.revision);
  await rewriter.change(item, { body, deleted: false, etag: null });
  rewriter.count('recreated');
}

async function putBack(
  rewriter: Rewriter,
  { item, before, after }: TouchedItem,
  merging: boolean,
): Promise<void> {
  if (before === null) return;
  const earlier = withOwnUid(before.body, item.uid);
  if (!merging) {
    await rewriter.change(item, { body: earlier });
    rewriter.count('restored');
    return;
  }
  // Three ways from what the session left: its change in reverse on one side, what came later on the other, which wins.
  const pim = pimOfText(item.body);
  const merged = digest(() =>
    pim?.mergeCloud({ base: after.body, ours: item.body, theirs: earlier, policy: 'phone-wins' }),
  );
  const outcome = merged.ok ? merged.value : undefined;
  if (outcome === undefined || saysTheSame({ ...item, body: outcome.body }, item)) {
    rewriter.leave(item);
    return;
  }
  await rewriter.change(item, { body: outcome.body });
  rewriter.count('merged');
  if (outcome.conflicts.length > 0) rewriter.leave(item);
}

/** The item may have been created anew since, under another UID. */
function withOwnUid(body: string, uid: string | null): string {
  return uid === null ? body : withUid(body, uid);
}

function saysTheSame(a: ItemState, b: ItemState): boolean {
  if (a.body === b.body) return true;
  const pim = pimOfText(a.body);
  const same = digest(() => pim !== null && pim.normalise(a.body) === pim.normalise(b.body));
  return same.ok && same.value;
}
