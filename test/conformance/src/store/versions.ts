/** What an item was before, who made it so, and who undid it. */
import { expect, it } from 'vitest';
import { newId, text } from './world.ts';
import type { World } from './world.ts';

export function versionsContract(world: () => World): void {
  it('keeps versions of what was replaced, and of nothing else', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [item] = await world().items(account, id, 1);
    if (!item) throw new Error('one was asked for');
    const session = (await world().session(account)).id;
    const cause = { kind: 'session', sessionId: session } as const;
    await items.update(
      account,
      item.id,
      { etag: '"2"', base: item.body, href: text('/moved') },
      { kind: 'push' },
    );
    expect(await items.versions(account, item.id, 10)).toEqual([]);
    await items.update(account, item.id, { body: 'second', revision: 5 }, cause);
    await items.update(account, item.id, { deleted: true, revision: 6 }, { kind: 'cloud' });
    const versions = await items.versions(account, item.id, 10);
    expect(versions).toMatchObject([
      { body: 'second', revision: 5, madeBy: cause, replacedBy: { kind: 'cloud' } },
      { body: item.body, revision: item.revision, madeBy: { kind: 'cloud' }, replacedBy: cause },
    ]);
    await expect(items.update(account, newId(), { etag: null }, cause)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('tells what a session touched and what was there before', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [old] = await world().items(account, id, 1);
    if (!old) throw new Error('one was asked for');
    const cause = { kind: 'session', sessionId: (await world().session(account)).id } as const;
    const added = { ...old, id: newId<'item'>(), href: text('/new'), revision: 2 };
    await items.insert(account, [added], cause);
    await items.update(account, added.id, { body: 'again', revision: 3 }, cause);
    await items.update(account, old.id, { body: 'changed', revision: 4 }, cause);
    await items.update(account, old.id, { body: 'changed twice', revision: 5 }, cause);
    await items.update(account, added.id, { body: 'from the cloud', revision: 6 }, { kind: 'cloud' });
    const touched = await items.touchedBy(account, cause.sessionId, null, 10);
    const found = touched.map(({ item, before, after }) => [item.id, before?.body ?? null, after.body]);
    expect(found).toEqual(
      [
        [old.id, old.body, 'changed twice'],
        [added.id, null, 'again'],
      ].toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    );
    const [first] = await items.touchedBy(account, cause.sessionId, null, 1);
    if (!first) throw new Error('two were touched');
    const rest = await items.touchedBy(account, cause.sessionId, first.item.id, 10);
    expect(rest.map(({ item }) => item.id)).toEqual(touched.slice(1).map(({ item }) => item.id));
  });

  it('knows what a session made although somebody changed it in between', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [old] = await world().items(account, id, 1);
    if (!old) throw new Error('one was asked for');
    const cause = { kind: 'session', sessionId: (await world().session(account)).id } as const;
    const added = { ...old, id: newId<'item'>(), href: text('/new'), revision: 2 };
    await items.insert(account, [added], cause);
    await items.update(account, added.id, { body: 'rewritten', revision: 3 }, { kind: 'push' });
    await items.update(account, added.id, { body: 'by the phone again', revision: 4 }, cause);
    const [touched] = await items.touchedBy(account, cause.sessionId, null, 10);
    expect(touched).toMatchObject({ before: null, after: { body: 'by the phone again' } });
  });

  it('keeps what a conflict decided against, which is never what the item was', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [item] = await world().items(account, id, 1);
    if (!item) throw new Error('one was asked for');
    const { id: sessionId } = await world().session(account);
    await items.keepLost(account, item.id, 'as the phone had it', sessionId);
    expect(await items.lostIn(account, sessionId, 10)).toMatchObject([
      { itemId: item.id, body: 'as the phone had it', madeBy: { kind: 'lost', sessionId } },
    ]);
    expect(await items.touchedBy(account, sessionId, null, 10)).toEqual([]);
    const cause = { kind: 'session', sessionId } as const;
    await items.update(account, item.id, { body: 'new', revision: 2 }, cause);
    await items.keepLost(account, item.id, 'once more', sessionId);
    expect(await items.touchedBy(account, sessionId, null, 10)).toMatchObject([
      { before: { body: item.body }, after: { body: 'new' } },
    ]);
    expect((await items.get(account, item.id))?.body).toBe('new');
    await expect(items.keepLost(account, newId(), 'x', sessionId)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('keeps who undid what among the causes', async () => {
    const { items, undos } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [item] = await world().items(account, id, 1);
    if (!item) throw new Error('one was asked for');
    const { id: sessionId } = await world().session(account);
    const undo = await undos.add(account, { kind: 'session', sessionId }, 1);
    const cause = { kind: 'undo', undoId: undo.id } as const;
    await items.update(account, item.id, { deleted: true, revision: 7 }, cause);
    expect(await items.touchedBy(account, undo.id, null, 10)).toMatchObject([
      { item: { id: item.id }, before: { deleted: false }, after: { deleted: true } },
    ]);
    expect(await items.versions(account, item.id, 1)).toMatchObject([{ replacedBy: cause }]);
  });
}
