import { expect, it } from 'vitest';
import { newId } from './world.ts';
import type { World } from './world.ts';

export function holdsContract(world: () => World): void {
  it('counts, holds, lists and settles what the cloud has deleted and the phone has', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    const datastoreId = await world().datastore(account, [id]);
    const session = await world().session(account);
    const items = await world().items(account, id, 6);
    const plain = { datastoreId, guid: null, recurrenceId: '', view: null, revision: 1, pending: false };
    await store.mappings.insert(
      account,
      items.map((item, at) => ({ ...plain, luid: at === 5 ? null : String(at), itemId: item.id })),
    );
    const gone = items.slice(0, 4);
    for (const item of [...gone, ...items.slice(5)]) {
      await store.items.update(account, item.id, { deleted: true, revision: 9 }, { kind: 'cloud' });
    }
    // The fourth has only moved.
    const [, , , moved] = gone;
    if (!moved) throw new Error('six were written');
    const heir = { ...moved, id: newId<'item'>(), href: `${moved.href}-elsewhere`, revision: 10 };
    await store.items.insert(account, [heir], { kind: 'cloud' });
    expect(await store.holds.count(account, datastoreId)).toEqual({ had: 5, gone: 3, held: 0 });
    await store.holds.hold(account, datastoreId, session.id);
    expect(await store.holds.count(account, datastoreId)).toEqual({ had: 5, gone: 0, held: 3 });
    expect(await store.holds.list(account)).toEqual([{ sessionId: session.id, deletions: 3 }]);
    const held = await store.holds.ofSession(account, session.id, 10);
    expect(held.map(({ itemId }) => itemId).toSorted()).toEqual(
      gone
        .slice(0, 3)
        .map((item) => item.id)
        .toSorted(),
    );
    const [first, second] = held;
    if (!first || !second) throw new Error('three were held');
    expect(await store.mappings.byItems(account, datastoreId, [first.itemId])).toMatchObject([
      { hold: 'held' },
    ]);
    await store.holds.settle(account, [first.id], 'kept');
    await store.items.update(account, second.itemId, { deleted: false, revision: 11 }, { kind: 'cloud' });
    expect(await store.holds.list(account)).toEqual([{ sessionId: session.id, deletions: 1 }]);
    expect(await store.holds.confirm(await world().account(), session.id)).toBe(0);
    expect(await store.holds.confirm(account, session.id)).toBe(1);
    expect(await store.holds.list(account)).toEqual([]);
    const pending = await store.mappings.pendingOf(account, datastoreId, null, 10);
    expect(pending).toMatchObject([{ hold: 'confirmed' }]);
  });
}
