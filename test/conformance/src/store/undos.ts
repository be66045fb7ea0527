import { asId } from '@anchorage/model';
import { expect, it } from 'vitest';
import { newId } from './world.ts';
import type { World } from './world.ts';

export function undosContract(world: () => World): void {
  it('remembers how far an undo is, and what it takes back', async () => {
    const { store } = world();
    const account = await world().account();
    const session = await world().session(account);
    const of = { kind: 'session', sessionId: session.id } as const;
    const made = await store.undos.add(account, of, 10);
    expect(made).toMatchObject({
      of,
      state: 'pending',
      cursor: null,
      counts: {},
      leftAlone: [],
      finishedAt: null,
    });
    expect(await store.undos.get(account, made.id)).toEqual(made);
    const item = newId<'item'>();
    await store.transaction(async (tx) => {
      expect(await tx.undos.lock(account, made.id)).toEqual(made);
      await tx.undos.update(account, made.id, { cursor: item, counts: { restored: 2 }, leftAlone: [item] });
    });
    expect(await store.undos.get(account, made.id)).toMatchObject({
      cursor: item,
      counts: { restored: 2 },
      leftAlone: [item],
    });
    const again = await store.undos.add(account, { kind: 'undo', undoId: made.id }, 20);
    expect((await store.undos.list(account, 10)).map(({ id }) => id)).toEqual([again.id, made.id]);
    expect((await store.undos.of(account, made.id)).map(({ id }) => id)).toEqual([again.id]);
    expect((await store.undos.of(account, session.id)).map(({ id }) => id)).toEqual([made.id]);
    const other = await world().account();
    expect(await store.undos.get(other, made.id)).toBeNull();
    await expect(store.undos.update(other, made.id, { state: 'done' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('names what is pending, and forgets what is done and old', async () => {
    const { undos } = world().store;
    const account = await world().account();
    const of = { kind: 'session', sessionId: asId<'session'>('gone') } as const;
    const [done, pending] = [await undos.add(account, of, 1), await undos.add(account, of, 2)];
    await undos.update(account, done.id, { state: 'done', finishedAt: 3 });
    const waiting = (await undos.pending(1_000)).filter(({ accountId }) => accountId === account);
    expect(waiting).toEqual([{ accountId: account, id: pending.id }]);
    expect(await undos.prune(1, 1_000)).toBe(0);
    expect(await undos.prune(5, 1_000)).toBeGreaterThan(0);
    expect((await undos.list(account, 10)).map(({ id }) => id)).toEqual([pending.id]);
  });
}
