import type { CollectionId, ItemId } from '@anchorage/model';
import { expect, it } from 'vitest';
import { newId, octets } from './world.ts';
import type { World } from './world.ts';

export function workContract(world: () => World): void {
  it('hands out what is due, oldest first, and marks it done up to a revision', async () => {
    const { journal } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const [a, b] = [newId<'item'>(), newId<'item'>()];
    await journal.append(account, [entry(id, a, 1, 100), entry(id, b, 2, 200), entry(id, a, 3, 300)]);
    expect((await journal.due(account, id, 250, 10)).map((row) => row.revision)).toEqual([1, 2]);
    expect((await journal.due(account, id, 999, 1)).map((row) => row.revision)).toEqual([1]);
    expect((await journal.pendingOf(account, [a])).map((row) => row.revision)).toEqual([1, 3]);
    await journal.finish(account, a, 1);
    expect((await journal.due(account, id, 999, 10)).map((row) => row.revision)).toEqual([2, 3]);
    await journal.finish(account, a, 99);
    expect(await journal.pendingOf(account, [a])).toEqual([]);
    expect(await journal.prune(150, 1_000)).toBeGreaterThan(0);
    expect((await journal.list(account, ['done'], 10)).map((row) => row.revision)).toEqual([3]);
  });

  it('puts off, holds, fails, releases and discards', async () => {
    const { journal } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    await journal.append(
      account,
      [1, 2, 3].map((revision) => entry(id, newId(), revision, 100)),
    );
    const [later, held, failed] = await journal.due(account, id, 100, 10);
    if (!later || !held || !failed) throw new Error('three were written');
    await journal.postpone(account, later.id, { dueAt: 500, reason: 'server', state: 'pending' });
    await journal.postpone(account, held.id, { dueAt: 100, reason: 'guard', state: 'held' });
    await journal.postpone(account, failed.id, { dueAt: 100, reason: 'refused', state: 'failed' });
    expect(await journal.due(account, id, 499, 10)).toEqual([]);
    expect(await journal.due(account, id, 500, 10)).toMatchObject([{ attempts: 1, reason: 'server' }]);
    const counts = { collectionId: id, pending: 1, held: 1, failed: 1, nextDueAt: 500 };
    expect(await journal.openCounts(account)).toEqual([counts]);
    await journal.discard(account, [failed.id, later.id]);
    await journal.release(account, [held.id], 50);
    expect(await journal.openCounts(account)).toEqual([
      { ...counts, pending: 2, held: 0, failed: 0, nextDueAt: 50 },
    ]);
    expect(await journal.due(account, id, 50, 10)).toMatchObject([
      { id: held.id, attempts: 0, reason: null },
    ]);
    await expect(
      journal.postpone(account, newId(), { dueAt: 1, reason: '', state: 'held' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the collections with work, once each, unless their server asked for time', async () => {
    const { journal, collections } = world().store;
    const account = await world().account();
    const [a, b, c] = [
      await world().collection(account),
      await world().collection(account),
      await world().collection(account),
    ];
    await journal.append(account, [
      entry(a.id, newId(), 1, 100),
      entry(a.id, newId(), 2, 100),
      entry(b.id, newId(), 1, 900),
      entry(c.id, newId(), 1, 50),
    ]);
    const waiting = { at: 100, refreshed: false, problem: 'busy', retryAt: 800 };
    await collections.recordAttempt(account, c.id, waiting);
    const at = async (now: number) =>
      (await collections.withPendingJournal(now, 1_000))
        .filter((row) => row.accountId === account)
        .map((row) => row.id);
    expect(await at(99)).toEqual([]);
    expect(await at(100)).toEqual([a.id]);
    expect((await at(900)).toSorted()).toEqual([a.id, b.id, c.id].toSorted());
  });

  it('keeps one quarantine row per reference, the latest', async () => {
    const { quarantine } = world().store;
    const account = await world().account();
    const { id } = await world().collection(account);
    const key = { side: 'cloud', collectionId: id, datastoreId: null, reference: '/a.vcf' } as const;
    await quarantine.put(account, { ...key, reason: 'parse', raw: octets('BEGIN'), createdAt: 1 });
    await quarantine.put(account, { ...key, reason: 'size', raw: octets('BEGIN:'), createdAt: 2 });
    await quarantine.put(account, { ...key, side: 'phone', reason: 'parse', raw: octets(''), createdAt: 3 });
    const rows = await quarantine.list(account);
    expect(rows).toMatchObject([
      { ...key, reason: 'size', raw: octets('BEGIN:'), createdAt: 2 },
      { side: 'phone', raw: octets('') },
    ]);
    await quarantine.resolve(account, key);
    expect(await quarantine.list(account)).toHaveLength(1);
    await quarantine.remove(account, rows[1]?.id ?? newId());
    expect(await quarantine.list(account)).toEqual([]);
  });
}

function entry(collectionId: CollectionId, itemId: ItemId, revision: number, createdAt: number) {
  return { collectionId, itemId, op: 'put', revision, sessionId: null, createdAt } as const;
}
