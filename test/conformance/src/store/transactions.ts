import { expect, it } from 'vitest';
import { StoreError } from '@anchorage/store';
import { newId, newMapping, text } from './world.ts';
import type { World } from './world.ts';

export function transactionsContract(world: () => World): void {
  it('writes all or nothing', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    const boom = new Error('boom');
    const work = store.transaction(async (tx) => {
      await world().items(account, id, 600, tx);
      expect(await tx.items.countLiving(account, id)).toBe(600);
      throw boom;
    });
    await expect(work).rejects.toBe(boom);
    expect(await store.items.countLiving(account, id)).toBe(0);
    expect((await store.collections.get(account, id))?.revision).toBe(0);
    await store.transaction(async (tx) => world().items(account, id, 2, tx));
    expect(await store.items.countLiving(account, id)).toBe(2);
  });

  it('refuses to go on after a failed statement, on every database', async () => {
    const { store } = world();
    const account = await world().account();
    const name = text('name');
    await store.accounts.add({ name, timeZone: 'UTC' });
    const { id } = await world().collection(account);
    const work = store.transaction(async (tx) => {
      await tx.collections.setPosition(account, id, 'lost', 'filled');
      const error: unknown = await tx.accounts
        .add({ name, timeZone: 'UTC' })
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'conflict' });
    });
    await expect(work).rejects.toBeInstanceOf(StoreError);
    expect((await store.collections.get(account, id))?.position).toBeNull();
  });

  it('goes on after an answer that is no failed statement', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    await store.transaction(async (tx) => {
      await expect(tx.collections.checkFence(account, id, 'push', 7)).rejects.toMatchObject({
        code: 'fenced',
      });
      await expect(tx.sessions.update(account, newId(), 1, { updatedAt: 1 })).rejects.toMatchObject({
        code: 'not-found',
      });
      await tx.collections.setPosition(account, id, 'kept', 'filled');
    });
    expect((await store.collections.get(account, id))?.position).toBe('kept');
  });

  it('lets transactions that were begun together each have its turn', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    const firsts = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.transaction(async (tx) => {
          const first = await tx.collections.reserveRevisions(account, id, 2);
          await tx.items.countLiving(account, id);
          return first;
        }),
      ),
    );
    expect(firsts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index * 2 + 1));
  });

  it('shows no revision before those below it', async () => {
    const { store } = world();
    const account = await world().account();
    const { id } = await world().collection(account);
    let writing = true;
    const write = Promise.all(
      Array.from({ length: 12 }, () => store.transaction(async (tx) => world().items(account, id, 5, tx))),
    ).finally(() => {
      writing = false;
    });
    const seen: number[] = [];
    for (let more = true; more;) {
      more = writing;
      const news = await store.items.changedSince(account, id, seen.at(-1) ?? 0, 100);
      seen.push(...news.map((item) => item.revision));
    }
    await write;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('keeps accounts apart when they write at once', async () => {
    const { store } = world();
    const accounts = await Promise.all(Array.from({ length: 5 }, () => world().account()));
    await Promise.all(
      accounts.map(async (account) => {
        const { id } = await world().collection(account);
        const items = await world().items(account, id, 3);
        const datastore = await world().datastore(account, [id]);
        await store.mappings.insert(
          account,
          items.map((item, index) => newMapping(datastore, item.id, { luid: String(index) })),
        );
        expect(await store.mappings.page(account, datastore, null, 10)).toHaveLength(3);
      }),
    );
  });
}
