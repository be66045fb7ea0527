import { expect, it } from 'vitest';
import { newId, newMapping, text } from './world.ts';
import type { World } from './world.ts';

export function replicaContract(world: () => World): void {
  it('updates a collection by link and URL and leaves its position alone', async () => {
    const { collections } = world().store;
    const account = await world().account();
    const made = await world().collection(account, 'https://dav.example.org/a/');
    expect(made).toMatchObject({ fill: 'empty', position: null, revision: 0, failures: 0 });
    await collections.setPosition(account, made.id, '{"token":"1"}', 'filled');
    const { linkId, url } = made;
    const again = await collections.upsert(account, {
      linkId,
      url,
      displayName: 'Renamed',
      kinds: ['event', 'task'],
      readOnly: true,
      maxResourceSize: 10_000,
    });
    expect(again).toEqual({
      ...made,
      displayName: 'Renamed',
      kinds: ['event', 'task'],
      readOnly: true,
      maxResourceSize: 10_000,
      position: '{"token":"1"}',
      fill: 'filled',
    });
    expect(await collections.list(account)).toEqual([again]);
    await expect(collections.setPosition(account, newId(), '', 'empty')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('counts failures until an attempt is fine', async () => {
    const { collections } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const failed = { at: 10, refreshed: false, problem: 'server', retryAt: 70 };
    await collections.recordAttempt(account, id, failed);
    await collections.recordAttempt(account, id, { ...failed, at: 20, retryAt: 140 });
    expect(await collections.get(account, id)).toMatchObject({
      failures: 2,
      problem: 'server',
      retryAt: 140,
      attemptedAt: 20,
      refreshedAt: null,
    });
    await collections.recordAttempt(account, id, { at: 30, refreshed: true, problem: null, retryAt: null });
    expect(await collections.get(account, id)).toMatchObject({
      failures: 0,
      problem: null,
      retryAt: null,
      attemptedAt: 30,
      refreshedAt: 30,
    });
  });

  it('gives out revisions in order', async () => {
    const { collections } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    expect(await collections.reserveRevisions(account, id, 3)).toBe(1);
    expect(await collections.reserveRevisions(account, id, 1)).toBe(4);
    expect((await collections.get(account, id))?.revision).toBe(4);
    await expect(collections.reserveRevisions(account, id, -1)).rejects.toThrow(RangeError);
  });

  it.each([
    ['push', 'refresh'],
    ['refresh', 'push'],
  ] as const)('lets only the newest %s pass, whatever a %s does', async (work, other) => {
    const { collections } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const first = await collections.takeFence(account, id, work);
    await collections.takeFence(account, id, other);
    await collections.checkFence(account, id, work, first);
    const second = await collections.takeFence(account, id, work);
    expect(second).toBeGreaterThan(first);
    await expect(collections.checkFence(account, id, work, first)).rejects.toMatchObject({ code: 'fenced' });
    await collections.checkFence(account, id, work, second);
  });

  it('finds items by id, href and UID, any number of them', async () => {
    const { items } = world().store;
    const [account, other] = [await world().account(), await world().account()];
    const { id } = await world().collection(account);
    const made = await world().items(account, id, 1_300);
    const found = await items.byHrefs(
      account,
      id,
      made.map((item) => item.href),
    );
    expect(found.toSorted((a, b) => a.revision - b.revision)).toEqual(
      made.map((item) => ({ ...item, deleted: false })),
    );
    const uids = made.map((item) => item.uid ?? '');
    expect(await items.byUids(account, id, uids)).toHaveLength(1_300);
    expect(
      await items.many(
        account,
        made.map((item) => item.id),
      ),
    ).toHaveLength(1_300);
    expect(
      await items.many(
        other,
        made.map((item) => item.id),
      ),
    ).toEqual([]);
    expect(await items.byHrefs(account, id, [])).toEqual([]);
    expect(await items.countLiving(account, id)).toBe(1_300);
    const index = await items.index(account, id);
    expect(index).toHaveLength(1_300);
    expect(index.every((entry) => entry.pushed)).toBe(true);
  });

  it('knows what was created here and not named by the server since', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [fetched] = await world().items(account, id, 1);
    if (!fetched) throw new Error('one was asked for');
    const revision = await world().store.collections.reserveRevisions(account, id, 1);
    const made = {
      ...fetched,
      id: newId<'item'>(),
      uid: text('made'),
      href: text('/made'),
      etag: null,
      base: null,
      revision,
    };
    await items.insert(account, [made], { kind: 'cloud' });
    expect(await items.unlisted(account, id)).toEqual([]);
    await items.update(account, made.id, { etag: text('"1"'), base: made.body }, { kind: 'push' });
    expect(await items.unlisted(account, id)).toEqual([made.href]);
    await items.markListed(account, id, [made.href, fetched.href]);
    expect(await items.unlisted(account, id)).toEqual([]);
    const href = text('/anew');
    await items.update(account, made.id, { href, etag: null, base: null }, { kind: 'push' });
    await items.update(account, made.id, { etag: text('"2"'), base: made.body }, { kind: 'push' });
    expect(await items.unlisted(account, id)).toEqual([href]);
    await items.update(account, made.id, { deleted: true, revision: revision + 1 }, { kind: 'cloud' });
    expect(await items.unlisted(account, id)).toEqual([]);
  });

  it('serves changes in order of revision, deletions included, in pages', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    const [a, b, c] = await world().items(account, id, 3);
    if (!a || !b || !c) throw new Error('three were asked for');
    const revision = await store.collections.reserveRevisions(account, id, 2);
    await store.items.update(account, a.id, { deleted: true, revision }, { kind: 'cloud' });
    await store.items.update(account, c.id, { body: 'news', revision: revision + 1 }, { kind: 'push' });
    const changed = await store.items.changedSince(account, id, 1, 2);
    expect(changed.map((item) => item.id)).toEqual([b.id, a.id]);
    expect(changed[1]?.deleted).toBe(true);
    const rest = await store.items.changedSince(account, id, changed[1]?.revision ?? 0, 10);
    expect(rest).toMatchObject([{ id: c.id, body: 'news' }]);
    expect(await store.items.countLiving(account, id)).toBe(2);
    expect((await store.items.index(account, id)).map((entry) => entry.id).includes(a.id)).toBe(false);
  });

  it('allows an address twice only to tombstones', async () => {
    const { items } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [item] = await world().items(account, id, 1);
    if (!item) throw new Error('one was asked for');
    const twin = { ...item, id: newId<'item'>(), revision: 9 };
    await expect(items.insert(account, [twin], { kind: 'cloud' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await items.update(account, item.id, { deleted: true, revision: 8 }, { kind: 'cloud' });
    await items.insert(account, [twin], { kind: 'cloud' });
    expect(await items.byHrefs(account, id, [item.href])).toHaveLength(2);
  });

  it('prunes old versions and only those tombstones that no phone needs', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    const datastore = await world().datastore(account, [id]);
    const made = await world().items(account, id, 4);
    const [mapped, unpushed, unseen, free] = made;
    if (!mapped || !unpushed || !unseen || !free) throw new Error('four were asked for');
    await store.mappings.insert(account, [newMapping(datastore, mapped.id)]);
    const journal = { collectionId: id, op: 'delete', revision: 11, sessionId: null, createdAt: 1 } as const;
    await store.journal.append(account, [{ ...journal, itemId: unpushed.id }]);
    await store.datastores.setSeen(account, datastore, [{ collectionId: id, revision: 11 }]);
    for (const item of made) {
      const revision = item === unseen ? 12 : 11;
      await store.items.update(account, item.id, { deleted: true, revision }, { kind: 'cloud' });
    }
    await store.items.prune(2_000_000, 10_000);
    const left = await store.items.many(
      account,
      made.map((item) => item.id),
    );
    expect(left.map((item) => item.id).toSorted()).toEqual([mapped.id, unpushed.id, unseen.id].toSorted());
    expect(await store.items.versions(account, mapped.id, 5)).toEqual([]);
    expect(await store.items.prune(2_000_000, 0)).toBe(0);
  });
}
