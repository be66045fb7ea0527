import type { DatastoreId, SessionId } from '@anchorage/model';
import { expect, it } from 'vitest';
import { opening, outgoing, part, received } from './session-rows.ts';
import { newId } from './world.ts';
import type { World } from './world.ts';

export function largeContract(world: () => World): void {
  it('makes an inbox row of an object that came in pieces, in the order of arrival', async () => {
    const { inbox, objects } = world().store;
    const { account, session, datastore } = await part(world());
    const whole = noise(100_000);
    const piece = pieceOf(whole, session, datastore, 'big');
    for (let at = 0; at < whole.length; at += 9_999) {
      expect(await objects.find(account, datastore, 'big')).toEqual(
        at === 0 ? null : { command: 'add', octets: at },
      );
      await objects.append(account, piece(at, at + 9_999));
    }
    await inbox.append(account, [received(session, datastore, '1')]);
    expect(await inbox.luids(account, session, datastore)).toEqual(['1']);
    expect(await inbox.pending(account, session, datastore, 0, 10)).toHaveLength(1);
    await objects.complete(account, datastore, 'big');
    await inbox.append(account, [received(session, datastore, '2')]);
    const rows = await inbox.pending(account, session, datastore, 0, 10);
    expect(rows.map(({ luid, seq, command }) => [luid, seq, command])).toEqual([
      ['1', 1, 'add'],
      ['big', 2, 'add'],
      ['2', 3, 'add'],
    ]);
    expect(Buffer.from(rows[1]?.data ?? []).equals(whole)).toBe(true);
    expect(await objects.find(account, datastore, 'big')).toBeNull();
    expect((await inbox.luids(account, session, datastore)).toSorted()).toEqual(['1', '2', 'big']);
  });

  it('puts a piece behind what is there and nowhere else', async () => {
    const { inbox, objects } = world().store;
    const { account, session, datastore } = await part(world());
    const whole = noise(300);
    const piece = pieceOf(whole, session, datastore, '1');
    const isMissing = { code: 'not-found' };
    await expect(objects.append(account, piece(100, 200))).rejects.toMatchObject(isMissing);
    await expect(objects.complete(account, datastore, '1')).rejects.toMatchObject(isMissing);
    await objects.append(account, pieceOf(noise(50), session, datastore, '1')(0, 50));
    // The phone starts over.
    await objects.append(account, { ...piece(0, 100), command: 'replace' });
    await expect(objects.append(account, piece(200, 300))).rejects.toMatchObject(isMissing);
    await objects.append(account, piece(100, 160));
    await objects.append(account, piece(160, 300));
    // The phone says a part again, cut otherwise.
    await objects.append(account, piece(160, 200));
    await objects.append(account, piece(130, 250));
    expect(await objects.find(account, datastore, '1')).toEqual({ command: 'replace', octets: 250 });
    await objects.append(account, piece(250, 300));
    await objects.complete(account, datastore, '1');
    const [row] = await inbox.pending(account, session, datastore, 0, 10);
    expect(row).toMatchObject({
      command: 'replace',
      contentType: 'text/x-vcard',
      data: new Uint8Array(whole),
    });
  });

  it('keeps an object without octets', async () => {
    const { inbox, objects } = world().store;
    const { account, session, datastore } = await part(world());
    await objects.append(account, pieceOf(noise(0), session, datastore, '1')(0, 0));
    await objects.complete(account, datastore, '1');
    expect(await inbox.pending(account, session, datastore, 0, 10)).toMatchObject([
      { data: new Uint8Array() },
    ]);
  });

  it('moves an object to the session that goes on with it', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    const whole = noise(200);
    await store.objects.append(account, pieceOf(whole, session, datastore, '1')(0, 80));
    await store.sessions.update(account, session, 1, { phase: 'aborted', updatedAt: 2_000 });
    const next = (await world().session(account)).id;
    await store.sessions.openPart(account, { ...opening(next, datastore), resumes: session });
    // Opened once more: the phone repeated its first message.
    await store.sessions.openPart(account, { ...opening(next, datastore), resumes: session });
    await store.objects.append(account, pieceOf(whole, next, datastore, '1')(80, 200));
    expect(await store.sessions.prune(3_000, 1_000)).toBeGreaterThan(0);
    await store.objects.complete(account, datastore, '1');
    expect(await store.inbox.pending(account, next, datastore, 0, 10)).toMatchObject([
      { data: new Uint8Array(whole) },
    ]);
  });

  it('forgets objects in part by name, by datastore, with their session and when they are old', async () => {
    const { store } = world();
    const { objects } = store;
    const { account, session, datastore } = await part(world());
    const begin = (luid: string) =>
      objects.append(account, pieceOf(noise(10), session, datastore, luid)(0, 10));
    const left = async () => {
      const found = await Promise.all(['1', '2', '3'].map((luid) => objects.find(account, datastore, luid)));
      return found.map((one) => one?.octets ?? 0);
    };
    const all = async () => {
      for (const luid of ['1', '2', '3']) await begin(luid);
    };
    await all();
    await objects.drop(account, datastore, '2');
    expect(await left()).toEqual([10, 0, 10]);
    await objects.drop(account, datastore, null);
    expect(await left()).toEqual([0, 0, 0]);
    await all();
    await store.sessions.openPart(account, opening(session, datastore));
    expect(await left()).toEqual([0, 0, 0]);
    await all();
    await objects.prune(5_000, 1_000);
    expect(await left()).toEqual([10, 10, 10]);
    await store.sessions.update(account, session, 1, { phase: 'aborted', updatedAt: 2_000 });
    await objects.prune(2_000, 1_000);
    expect(await left()).toEqual([10, 10, 10]);
    expect(await objects.prune(2_001, 1_000)).toBeGreaterThanOrEqual(3);
    expect(await left()).toEqual([0, 0, 0]);
    await all();
    await store.sessions.prune(2_001, 1_000);
    expect(await left()).toEqual([0, 0, 0]);
  });

  it('takes from the inbox by size too, and tells what waits without its data', async () => {
    const { inbox, objects } = world().store;
    const { account, session, datastore } = await part(world());
    expect(await inbox.hasPending(account, session, datastore, 0)).toBe(false);
    for (const luid of ['1', '2', '3']) {
      await objects.append(account, pieceOf(noise(1_000), session, datastore, luid)(0, 1_000));
      await objects.complete(account, datastore, luid);
    }
    const gone = { ...received(session, datastore, '9'), command: 'delete', data: null } as const;
    await inbox.append(account, [gone, gone]);
    const counts = [];
    for (const octets of [1, 1_999, 2_000, 3_000])
      counts.push((await inbox.pending(account, session, datastore, 0, 10, octets)).length);
    expect(counts).toEqual([1, 1, 2, 5]);
    expect(await inbox.deleted(account, session, datastore)).toEqual(['9']);
    expect(await inbox.hasPending(account, session, datastore, 4)).toBe(true);
    expect(await inbox.hasPending(account, session, datastore, 5)).toBe(false);
  });

  it('reads of a large outbox row what is wanted', async () => {
    const { outbox } = world().store;
    const { account, session, datastore } = await part(world());
    const whole = noise(100_000);
    const small = outgoing(session, datastore, 'small');
    await outbox.append(account, [small, outgoing(session, datastore, whole)]);
    const { rows: all } = await outbox.next(account, session, datastore, 1e9, 10);
    expect(all.map(({ size, from }) => [size, from])).toEqual([
      [5, 0],
      [100_000, 0],
    ]);
    expect(Buffer.from(all[1]?.data ?? []).equals(whole)).toBe(true);
    const id = all[1]?.id ?? newId<'outbox'>();
    for (const [from, octets] of [
      [0, 10_000],
      [16_384, 16_384],
      [30_000, 50_000],
      [99_999, 10_000],
      [100_000, 10_000],
    ] as const) {
      const reading = { octets, begun: { id, from } };
      const { rows, complete } = await outbox.next(account, session, datastore, 1e9, 10, reading);
      expect([rows[0]?.id, rows[0]?.from, rows[0]?.size, complete]).toEqual([id, from, 100_000, true]);
      expect(Buffer.from(rows[0]?.data ?? []).equals(whole.subarray(from, from + octets))).toBe(true);
      expect(rows[1]).toMatchObject({ data: small.data, from: 0 });
    }
    const first = await outbox.next(account, session, datastore, 4_000, 10, { octets: 4_000, begun: null });
    expect(first).toMatchObject({ complete: false, rows: [{ data: small.data }] });
    const both = await outbox.next(account, session, datastore, 4_005, 10, { octets: 4_000, begun: null });
    expect(both.rows.map(({ data }) => data?.length)).toEqual([5, 4_000]);
    await outbox.setState(account, [id], 'sent', null);
    const gone = await outbox.next(account, session, datastore, 1e9, 10, {
      octets: 9,
      begun: { id, from: 8 },
    });
    expect(gone).toMatchObject({ complete: true, rows: [{ data: small.data }] });
    const [settled] = await outbox.get(account, [id]);
    expect(Buffer.from(settled?.data ?? []).equals(whole)).toBe(true);
  });

  it.each([
    ['the same', {}, true],
    ['other data of that length', { data: noise(100_000, 2) }, false],
    ['longer data', { data: noise(100_001) }, false],
    ['another temporary GUID', { guid: '2' }, false],
    ['another type', { contentType: 'text/vcard' }, false],
    ['another item', { itemId: newId<'item'>() }, false],
  ])('finds what an earlier session was sending: %s', async (_, change, isSame) => {
    const { outbox } = world().store;
    const { account, session, datastore } = await part(world());
    const row = outgoing(session, datastore, noise(100_000));
    await outbox.append(account, [row]);
    const [earlier] = await outbox.ofSession(account, session);
    const next = (await world().session(account)).id;
    await outbox.append(account, [{ ...row, ...change, sessionId: next }, outgoing(next, datastore, 'b')]);
    const [later] = await outbox.ofSession(account, next);
    const id = earlier?.id ?? newId<'outbox'>();
    expect(await outbox.sameAs(account, next, datastore, id)).toBe(isSame ? later?.id : null);
    expect(await outbox.sameAs(account, next, datastore, newId())).toBeNull();
  });

  it('removes pieces with their rows', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    await store.outbox.append(account, [outgoing(session, datastore, noise(40_000))]);
    const [{ id } = { id: newId<'outbox'>() }] = await store.outbox.ofSession(account, session);
    await store.outbox.clear(account, session, datastore);
    expect(await store.outbox.get(account, [id])).toEqual([]);
    await store.outbox.append(account, [outgoing(session, datastore, noise(40_000))]);
    await store.sessions.update(account, session, 1, { phase: 'finished', updatedAt: 2_000 });
    expect(await store.sessions.prune(3_000, 1_000)).toBeGreaterThan(0);
    expect(await store.outbox.ofSession(account, session)).toEqual([]);
  });

  it('leaves what was there when a piece cannot be written to its end', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    const piece = pieceOf(noise(200), session, datastore, '1');
    await store.objects.append(account, piece(0, 100));
    const died = store.transaction(async (tx) => {
      await tx.objects.append(account, piece(100, 200));
      await tx.objects.complete(account, datastore, '1');
      throw new Error('the process dies');
    });
    await expect(died).rejects.toThrow('dies');
    expect(await store.objects.find(account, datastore, '1')).toEqual({ command: 'add', octets: 100 });
    await store.objects.append(account, piece(100, 200));
  });
}

function pieceOf(whole: Uint8Array, sessionId: SessionId, datastoreId: DatastoreId, luid: string) {
  return (from: number, to: number) =>
    ({
      sessionId,
      datastoreId,
      command: 'add',
      luid,
      contentType: 'text/x-vcard',
      offset: from,
      data: whole.subarray(from, to),
    }) as const;
}

/** Octets without a pattern, the same each time. */
function noise(length: number, seed = 1): Buffer {
  let state = seed;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}
