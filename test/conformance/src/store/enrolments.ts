import { expect, it } from 'vitest';
import { newId, text } from './world.ts';
import type { World } from './world.ts';

const upstream = 'https://cloud.example.org/';
const many = 10_000;

/** `clock` is the store's. */
export function enrolmentsContract(world: () => World, clock: { now(): number }): void {
  const login = () => ({ upstream, username: text('ada'), password: text('pw'), deviceUri: text('IMEI:') });

  it('finds the row of a login and phone again, another for another phone or password', async () => {
    const { enrolments } = world().store;
    const own = login();
    const first = await enrolments.ask(own, many);
    expect(first).toMatchObject({ upstream, username: own.username, deviceUri: own.deviceUri });
    expect(first).toMatchObject({ state: 'pending', attempts: 0, dueAt: clock.now() });
    expect(await enrolments.ask(own, many)).toEqual(first);
    const others = [
      { ...own, deviceUri: text('IMEI:') },
      { ...own, password: 'other' },
      { ...own, username: own.username.toUpperCase() },
      { ...own, upstream: 'https://other.example.org/' },
    ];
    for (const other of others) expect((await enrolments.ask(other, many))?.id).not.toBe(first?.id);
    expect(await enrolments.password(first?.id ?? newId())).toBe(own.password);
    expect(await enrolments.get(newId())).toBeNull();
  });

  it('makes one row of the same login asked for at once', async () => {
    const { enrolments } = world().store;
    const own = login();
    const rows = await Promise.all([1, 2, 3, 4].map(() => enrolments.ask(own, many)));
    expect(new Set(rows.map((row) => row?.id)).size).toBe(1);
  });

  it('erases a refused password, remembers the refusal for all phones, and asks anew when it is over', async () => {
    const { enrolments } = world().store;
    const own = login();
    const id = (await enrolments.ask(own, many))?.id ?? newId();
    await enrolments.postpone(id, clock.now());
    await enrolments.refuse(id, clock.now() + 1);
    await expect(enrolments.password(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await enrolments.ask(own, many)).toMatchObject({ id, state: 'refused', attempts: 1 });
    expect(await enrolments.ask({ ...own, deviceUri: text('IMEI:') }, many)).toMatchObject({ id });
    expect(await enrolments.take(id)).toBe(false);
    await expect(enrolments.postpone(id, 1)).rejects.toMatchObject({ code: 'not-found' });
    await enrolments.refuse(id, clock.now());
    expect(await enrolments.ask(own, many)).toMatchObject({ id, state: 'pending', attempts: 0 });
    expect(await enrolments.password(id)).toBe(own.password);
  });

  it('gives a pending row to one taker, also inside transactions that are rolled back', async () => {
    const { store } = world();
    const id = (await store.enrolments.ask(login(), many))?.id ?? newId();
    const undone = store.transaction(async (tx) => {
      expect(await tx.enrolments.take(id)).toBe(true);
      throw new Error('died here');
    });
    await expect(undone).rejects.toThrow('died here');
    const takers = [1, 2, 3].map(() => store.transaction((tx) => tx.enrolments.take(id)));
    expect((await Promise.all(takers)).filter(Boolean)).toHaveLength(1);
    expect(await store.enrolments.get(id)).toBeNull();
  });

  it('names those that are due, takes no more than it is told, and forgets', async () => {
    const { enrolments } = world().store;
    const [a, b] = [await enrolments.ask(login(), many), await enrolments.ask(login(), many)];
    if (a === null || b === null) throw new Error('there was room');
    await enrolments.postpone(b.id, clock.now() + 5);
    const due = await enrolments.due(clock.now(), many);
    expect([due.includes(a.id), due.includes(b.id)]).toEqual([true, false]);
    expect(await enrolments.due(clock.now() + 5, many)).toContain(b.id);
    expect(await enrolments.ask(login(), 1)).toBeNull();
    await enrolments.refuse(a.id, clock.now() + 5);
    await enrolments.prune(clock.now() + 4, clock.now());
    expect(await enrolments.get(a.id)).not.toBeNull();
    await enrolments.prune(clock.now() + 5, clock.now());
    expect([await enrolments.get(a.id), (await enrolments.get(b.id))?.id]).toEqual([null, b.id]);
    await enrolments.prune(clock.now(), clock.now() + 1);
    expect(await enrolments.get(b.id)).toBeNull();
  });

  it('tells the phones of a pass-through login apart, and them from our own logins', async () => {
    const { devices, links } = world().store;
    const account = await world().account();
    const { linkId } = await world().collection(account);
    const username = text('Ada');
    const passThrough = (deviceUri: string) => ({ upstream, linkId, verifiedAt: 5, deviceUri });
    const add = (deviceUri: string, password: string) =>
      devices.add(account, { name: 'phone', username, password, passThrough: passThrough(deviceUri) });
    const [one, two] = [await add('IMEI:1', 'p1'), await add('IMEI:2', 'p2')];
    expect(one).toMatchObject({ username, deviceUri: 'IMEI:1', passThrough: { upstream, linkId } });
    const own = await devices.add(account, { name: 'n', username, password: 'p3' });
    expect(await devices.byUsername(username)).toEqual({ device: own, password: 'p3' });
    const at = { upstream, username, deviceUri: 'IMEI:2' };
    expect(await devices.byUpstream(at)).toEqual({ device: two, password: 'p2' });
    expect(await devices.byUpstream({ ...at, username: username.toLowerCase() })).toBeNull();
    expect(await devices.byUpstream({ ...at, deviceUri: 'IMEI:3' })).toBeNull();
    expect(await devices.byUpstream({ ...at, upstream: 'https://other.example.org/' })).toBeNull();
    await devices.update(account, two.id, { passThrough: { linkId, verifiedAt: null } });
    expect((await devices.get(account, two.id))?.passThrough).toEqual({ upstream, linkId, verifiedAt: null });
    await expect(add('IMEI:1', 'p4')).rejects.toMatchObject({ code: 'conflict' });
    expect(await links.byLogin('https://dav.example.org/', 'nobody')).toEqual([]);
    const found = await links.byLogin('https://dav.example.org/', 'ada');
    expect(found.some(({ id }) => id === linkId)).toBe(true);
  });
}
