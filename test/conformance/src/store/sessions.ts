import { expect, it } from 'vitest';
import { opening, outgoing, part, received } from './session-rows.ts';
import { newId, octets } from './world.ts';
import type { World } from './world.ts';

export function sessionsContract(world: () => World): void {
  it('finds a session by token, by peer the newest, and by id', async () => {
    const { sessions } = world().store;
    const account = await world().account();
    const device = await world().device(account);
    const first = await world().session(account, device);
    const { token, peerUri } = first;
    expect(first).toMatchObject({ version: 1, phase: 'open', lastReply: null, lastMsgId: 1 });
    expect(await sessions.byToken(token)).toEqual(first);
    expect(await sessions.get(account, first.id)).toEqual(first);
    const { deviceId, state, lastMsgId } = first;
    const again = { deviceId, state, lastMsgId, peerUri, peerSessionId: '7', lastRequest: 'bb' };
    const second = await sessions.insert(account, {
      ...again,
      id: newId(),
      token: `${token}2`,
      startedAt: 2_000,
    });
    expect(await sessions.byPeer(peerUri, '7')).toEqual(second);
    expect(await sessions.byPeer(peerUri, '8')).toBeNull();
    expect(await sessions.openOf(account, device, second.id)).toEqual([first]);
    expect(await sessions.openOf(account, device, null)).toHaveLength(2);
    expect((await sessions.list(account, 1)).map((one) => one.id)).toEqual([second.id]);
    await expect(
      sessions.insert(account, { ...again, id: newId(), token, startedAt: 3_000 }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets only the writer through who has read the last version', async () => {
    const { sessions } = world().store;
    const account = await world().account();
    const { id } = await world().session(account);
    const lastReply = { body: octets('\u0002\u009f<reply>'), contentType: 'application/vnd.syncml+wbxml' };
    await sessions.update(account, id, 1, { state: 'two', lastReply, lastMsgId: 2, updatedAt: 5 });
    expect(await sessions.get(account, id)).toMatchObject({
      version: 2,
      state: 'two',
      lastReply,
      lastMsgId: 2,
    });
    await expect(sessions.update(account, id, 1, { state: 'late', updatedAt: 6 })).rejects.toMatchObject({
      code: 'stale',
    });
    await sessions.update(account, id, 2, {
      lastReply: null,
      phase: 'aborted',
      outcome: 'timeout',
      updatedAt: 7,
    });
    expect(await sessions.get(account, id)).toMatchObject({
      version: 3,
      state: 'two',
      lastReply: null,
      phase: 'aborted',
      outcome: 'timeout',
      updatedAt: 7,
    });
    await expect(sessions.update(account, newId(), 1, { updatedAt: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('reopens a part without its inbox and outbox', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    await store.inbox.append(account, [received(session, datastore, '1')]);
    await store.outbox.append(account, [outgoing(session, datastore, 'a')]);
    await store.sessions.updatePart(account, session, datastore, {
      state: 'received',
      seen: [{ collectionId: newId(), revision: 3 }],
      counts: { added: 2 },
    });
    expect(await store.sessions.parts(account, session)).toMatchObject([
      { state: 'received', seen: [{ revision: 3 }], counts: { added: 2 } },
    ]);
    await store.sessions.openPart(account, { ...opening(session, datastore), syncType: 201 });
    expect(await store.sessions.parts(account, session)).toMatchObject([
      { state: 'open', syncType: 201, seen: [], counts: {}, clientNext: 'cn', serverNext: 'sn' },
    ]);
    expect(await store.inbox.luids(account, session, datastore)).toEqual([]);
    expect(await store.outbox.count(account, session, datastore)).toBe(0);
    await expect(
      store.sessions.updatePart(account, session, newId(), { state: 'open' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps what the phone asked to have of a part, until it is opened anew', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    const filter = {
      records: [
        {
          type: 'EXCLUSIVE',
          condition: { kind: 'value', property: 'N', operator: 'EQ', value: 'M\u00fcller', ignoreCase: true },
        },
      ],
      fields: { N: { maxSize: 20 } },
    } as const;
    await store.sessions.openPart(account, { ...opening(session, datastore), filter });
    expect((await store.sessions.parts(account, session))[0]?.filter).toEqual(filter);
    expect((await store.sessions.latestWith(account, datastore, null))?.part.filter).toEqual(filter);
    await store.sessions.openPart(account, opening(session, datastore));
    expect((await store.sessions.parts(account, session))[0]?.filter).toBeNull();
  });

  it('goes back through the sessions of a datastore, one by one', async () => {
    const { sessions } = world().store;
    const { account, session, datastore } = await part(world());
    const { id: later } = await world().session(account);
    await sessions.openPart(account, opening(later, datastore));
    expect((await sessions.latestWith(account, datastore, null))?.session.id).toBe(later);
    const before = await sessions.previousWith(account, datastore, later);
    expect([before?.session.id, before?.part.sessionId]).toEqual([session, session]);
    expect(await sessions.previousWith(account, datastore, session)).toBeNull();
    expect(await sessions.previousWith(account, newId(), later)).toBeNull();
  });

  it('shows the sweeper what waits for a reconcile', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    const key = { accountId: account, sessionId: session, datastoreId: datastore };
    const own = (rows: readonly (typeof key)[]) => rows.filter((row) => row.accountId === account);
    expect(own(await store.sessions.unreconciled(1_000))).toEqual([]);
    await store.sessions.updatePart(account, session, datastore, { state: 'received' });
    expect(own(await store.sessions.unreconciled(1_000))).toEqual([key]);
    await store.inbox.append(account, [received(session, datastore, '1'), received(session, datastore, '2')]);
    expect(own(await store.inbox.orphaned(1_000))).toEqual([]);
    expect((await store.sessions.idle(1_001, 1_000)).filter((one) => one.id === session)).toHaveLength(1);
    await store.sessions.update(account, session, 1, { phase: 'aborted', updatedAt: 2_000 });
    expect(own(await store.inbox.orphaned(1_000))).toEqual([key]);
    expect(await store.inbox.orphaned(1_000, key)).toEqual([key]);
    const another = { accountId: account, datastoreId: newId<'datastore'>() };
    expect(await store.inbox.orphaned(1_000, another)).toEqual([]);
    expect((await store.sessions.idle(5_000, 1_000)).filter((one) => one.id === session)).toEqual([]);
  });

  it('prunes ended sessions, but none with items that have not reached the cloud', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    await store.inbox.append(account, [received(session, datastore, '1')]);
    await store.sessions.update(account, session, 1, { phase: 'finished', updatedAt: 2_000 });
    await store.sessions.prune(3_000, 1_000);
    expect(await store.sessions.get(account, session)).not.toBeNull();
    const [row] = await store.inbox.pending(account, session, datastore, 0, 1);
    await store.inbox.settle(account, row ? [row.id] : [], 'done');
    expect(await store.sessions.prune(2_000, 1_000)).toBe(0);
    expect(await store.sessions.prune(3_000, 1_000)).toBeGreaterThan(0);
    expect(await store.sessions.get(account, session)).toBeNull();
  });

  it('keeps a session whose Adds were never mapped: only it tells that the phone may have them', async () => {
    const { store } = world();
    const { account, session, datastore } = await part(world());
    const itemId = newId<'item'>();
    const mapping = { datastoreId: datastore, luid: null, guid: '1', itemId, recurrenceId: '', view: null };
    await store.mappings.insert(account, [{ ...mapping, revision: 1, pending: true }]);
    const add = { command: 'add', guid: '1', luid: null, contentType: null, data: null } as const;
    await store.outbox.append(account, [
      { ...add, sessionId: session, datastoreId: datastore, itemId, recurrenceId: '', revision: 1 },
    ]);
    const { rows } = await store.outbox.next(account, session, datastore, 1_000, 1);
    await store.outbox.setState(
      account,
      rows.map(({ id }) => id),
      'sent',
      null,
    );
    await store.sessions.update(account, session, 1, { phase: 'aborted', updatedAt: 2_000 });
    await store.sessions.prune(3_000, 1_000);
    expect(await store.sessions.get(account, session)).not.toBeNull();
    const [waiting] = await store.mappings.byGuids(account, datastore, ['1']);
    if (!waiting) throw new Error('one was written');
    await store.mappings.update(account, waiting.id, { luid: '7', pending: false });
    await store.sessions.prune(3_000, 1_000);
    expect(await store.sessions.get(account, session)).toBeNull();
  });

  it('keeps the inbox in the order of arrival', async () => {
    const { inbox } = world().store;
    const { account, session, datastore } = await part(world());
    const many = Array.from({ length: 600 }, (_, index) => received(session, datastore, String(index)));
    await inbox.append(account, many.slice(0, 550));
    await inbox.append(account, many.slice(550));
    await inbox.append(account, []);
    const first = await inbox.pending(account, session, datastore, 0, 580);
    expect(first.map((row) => row.luid)).toEqual(many.slice(0, 580).map((row) => row.luid));
    expect(first[4]).toMatchObject({ command: 'add', data: octets('data 4'), state: 'pending', seq: 5 });
    const rest = await inbox.pending(account, session, datastore, first.at(-1)?.seq ?? 0, 100);
    expect(rest.map((row) => row.luid)).toEqual(many.slice(580).map((row) => row.luid));
    await inbox.settle(
      account,
      first.map((row) => row.id),
      'done',
    );
    expect(await inbox.pending(account, session, datastore, 0, 100)).toEqual(rest);
    expect(await inbox.luids(account, session, datastore)).toHaveLength(600);
  });

  it('takes from the outbox by size, and always something', async () => {
    const { outbox } = world().store;
    const { account, session, datastore } = await part(world());
    const rows = ['a', 'bb', 'cccc', 'd'].map((data) => outgoing(session, datastore, data));
    await outbox.append(account, rows);
    const small = await outbox.next(account, session, datastore, 1, 10);
    expect(small).toMatchObject({ complete: false, rows: [{ data: octets('a'), size: 1, state: 'queued' }] });
    const two = await outbox.next(account, session, datastore, 3, 10);
    expect(two.rows.map((row) => row.size)).toEqual([1, 2]);
    expect(await outbox.next(account, session, datastore, 0, 10)).toMatchObject({ rows: [{ size: 1 }] });
    expect((await outbox.next(account, session, datastore, 99, 2)).complete).toBe(false);
    const all = await outbox.next(account, session, datastore, 99, 10);
    expect([all.rows.length, all.complete]).toEqual([4, true]);
    const ids = all.rows.map((row) => row.id);
    await outbox.setState(account, ids.slice(0, 3), 'done', 201);
    expect(await outbox.get(account, ids.slice(0, 1))).toMatchObject([{ state: 'done', status: 201 }]);
    expect((await outbox.next(account, session, datastore, 99, 10)).rows).toMatchObject([{ id: ids[3] }]);
    await outbox.setState(account, ids, 'sent', null);
    expect(await outbox.next(account, session, datastore, 99, 10)).toEqual({ rows: [], complete: true });
    expect(await outbox.count(account, session, datastore)).toBe(4);
    const report = await outbox.ofSession(account, session);
    expect(report.map((row) => row.size)).toEqual([1, 2, 4, 1]);
    expect(report.some((row) => 'data' in row)).toBe(false);
    await outbox.append(account, [outgoing(session, datastore, 'e')]);
    await outbox.clear(account, session, datastore);
    expect(await outbox.count(account, session, datastore)).toBe(4);
  });

  it('replaces a row of the outbox while it is queued, not once it was sent', async () => {
    const { outbox } = world().store;
    const { account, session, datastore } = await part(world());
    const row = outgoing(session, datastore, 'old');
    await outbox.append(account, [
      row,
      { ...row, recurrenceId: '20260101' },
      outgoing(session, datastore, 'other'),
    ]);
    await outbox.append(account, [{ ...row, data: octets('new') }]);
    const { rows } = await outbox.next(account, session, datastore, 1_000, 10);
    expect(rows.map((one) => Buffer.from(one.data ?? []).toString()).toSorted()).toEqual([
      'new',
      'old',
      'other',
    ]);
    await outbox.setState(
      account,
      rows.map((one) => one.id),
      'sent',
      null,
    );
    await outbox.append(account, [
      { ...row, data: octets('newest') },
      { ...row, data: octets('last') },
    ]);
    expect(await outbox.count(account, session, datastore)).toBe(4);
    expect((await outbox.next(account, session, datastore, 1_000, 10)).rows).toMatchObject([
      { data: octets('last') },
    ]);
  });

  it('knows the Replaces of an item that went out after the last one answered', async () => {
    const { outbox } = world().store;
    const { account, session, datastore } = await part(world());
    const { itemId, ...any } = outgoing(session, datastore, '1');
    const row = { ...any, itemId, command: 'replace' as const, luid: '5', guid: null };
    const states = ['sent', 'done', 'sent', 'failed', 'sent', 'queued'] as const;
    for (const [at, state] of states.entries()) {
      await outbox.append(account, [{ ...row, data: octets(`${at}`) }]);
      const { rows } = await outbox.next(account, session, datastore, 1_000, 10);
      const ids = rows.map(({ id }) => id);
      if (state !== 'queued') await outbox.setState(account, ids, state, null);
    }
    await outbox.append(account, [
      { ...row, recurrenceId: '20260101', data: octets('other') },
      { ...row, itemId: newId<'item'>(), data: octets('another') },
    ]);
    const told = await outbox.unheard(account, datastore, itemId, '', 10);
    expect(told.map(({ data }) => Buffer.from(data ?? []).toString())).toEqual(['4', '2']);
    expect(told[0]).toMatchObject({ luid: '5', state: 'sent' });
    expect(await outbox.unheard(account, datastore, itemId, '', 1)).toHaveLength(1);
    expect(await outbox.unheard(await world().account(), datastore, itemId, '', 10)).toEqual([]);
  });
}
