import { expect, it } from 'vitest';
import { newId, newMapping, octets, text } from './world.ts';
import type { World } from './world.ts';

export function phonesContract(world: () => World): void {
  it('finds a device by its login in any case, with its password', async () => {
    const { devices } = world().store;
    const account = await world().account();
    const username = text('Nokia');
    const device = await devices.add(account, { name: 'Old one', username, password: 'k7m2p9x4' });
    expect(device.username).toBe(username.toLowerCase());
    expect(await devices.byUsername(username.toUpperCase())).toEqual({ device, password: 'k7m2p9x4' });
    expect(await devices.byUsername(text('nobody'))).toBeNull();
    const other = await world().account();
    await expect(devices.add(other, { name: 'x', username, password: 'p' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await devices.update(account, device.id, {
      deviceUri: 'IMEI:000000000000001',
      lastSeenAt: 7,
      devInf: '{}',
    });
    await devices.setPassword(account, device.id, 'another1');
    expect(await devices.password(account, device.id)).toBe('another1');
    expect(await devices.password(other, device.id)).toBeNull();
    const now = await devices.byUsername(username);
    expect(now).toMatchObject({
      password: 'another1',
      device: { lastSeenAt: 7, devInf: '{}', state: 'active' },
    });
    await expect(devices.update(other, device.id, { state: 'blocked' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('remembers anchors and what of each collection was seen', async () => {
    const { datastores } = world().store;
    const account = await world().account();
    const [a, b, c] = [
      await world().collection(account),
      await world().collection(account),
      await world().collection(account),
    ];
    const id = await world().datastore(account, [b.id, a.id]);
    await datastores.setAnchors(account, id, { client: '20260101T000000Z', server: '17' });
    await datastores.setSeen(account, id, [
      { collectionId: a.id, revision: 4 },
      { collectionId: c.id, revision: 2 },
    ]);
    await datastores.setSeen(account, id, []);
    const datastore = await datastores.get(account, id);
    expect(datastore).toMatchObject({
      clientAnchor: '20260101T000000Z',
      serverAnchor: '17',
      collections: [
        { id: b.id, seenRevision: 0 },
        { id: a.id, seenRevision: 4 },
        { id: c.id, seenRevision: 2 },
      ],
    });
    expect(datastore && (await datastores.ofDevice(account, datastore.deviceId))).toEqual([datastore]);
    expect(await datastores.ofDevice(account, newId())).toEqual([]);
  });

  it('remembers the window of a phone, and under which filter it was served until a reset', async () => {
    const { datastores, devices } = world().store;
    const account = await world().account();
    const id = await world().datastore(account);
    const now = () => datastores.get(account, id);
    expect(await now()).toMatchObject({ window: null, servedFilter: null });
    await datastores.setWindow(account, id, { back: 14, forward: null });
    await datastores.setServedFilter(account, id, '{"records":[]}');
    expect(await now()).toMatchObject({
      window: { back: 14, forward: null },
      servedFilter: '{"records":[]}',
    });
    await devices.reset(account, (await now())?.deviceId ?? newId());
    expect(await now()).toMatchObject({ window: { back: 14, forward: null }, servedFilter: null });
    await datastores.setPolicy(account, id, 'newest');
    expect((await datastores.get(account, id))?.policy).toBe('newest');
    await datastores.setWindow(account, id, null);
    expect(await now()).toMatchObject({ window: null });
    await expect(datastores.setWindow(account, newId(), null)).rejects.toMatchObject({ code: 'not-found' });
    await expect(datastores.setPolicy(account, newId(), 'merge')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('removes withdrawn mappings of one datastore, and no others', async () => {
    const { mappings } = world().store;
    const account = await world().account();
    const collection = await world().collection(account);
    const items = await world().items(account, collection.id, 3);
    const [one, two] = [await world().datastore(account), await world().datastore(account)];
    for (const datastore of [one, two]) {
      await mappings.insert(
        account,
        items.map((item, at) => newMapping(datastore, item.id, { luid: String(at) })),
      );
      const [first] = await mappings.byLuids(account, datastore, ['0']);
      expect(first?.withdrawn).toBe(false);
      if (first !== undefined) await mappings.update(account, first.id, { withdrawn: true });
    }
    await mappings.removeWithdrawn(account, one);
    const left = async (datastore: typeof one) =>
      (await mappings.page(account, datastore, null, 10))
        .map(({ luid, withdrawn }) => `${luid ?? ''} ${String(withdrawn)}`)
        .toSorted();
    expect(await left(one)).toEqual(['1 false', '2 false']);
    expect(await left(two)).toEqual(['0 true', '1 false', '2 false']);
  });

  it('never gives a temporary GUID twice, not even after a reset', async () => {
    const { store } = world();
    const account = await world().account();
    const id = await world().datastore(account);
    const deviceId = (await store.datastores.get(account, id))?.deviceId ?? newId();
    expect(await store.datastores.reserveGuids(account, id, 10)).toBe(1);
    await store.devices.reset(account, deviceId);
    expect(await store.datastores.reserveGuids(account, id, 1)).toBe(11);
  });

  it('finds mappings by LUID, GUID and item, and refuses doubles', async () => {
    const { mappings } = world().store;
    const account = await world().account();
    const collection = await world().collection(account);
    const items = await world().items(account, collection.id, 700);
    const datastore = await world().datastore(account, [collection.id]);
    const other = await world().datastore(account, [collection.id]);
    await mappings.insert(
      account,
      items.map((item, index) =>
        newMapping(datastore, item.id, { luid: `l${index}`, guid: `g${index}`, view: `view ${index}` }),
      ),
    );
    const luids = items.map((_, index) => `l${index}`);
    expect(await mappings.byLuids(account, datastore, luids)).toHaveLength(700);
    expect(await mappings.byLuids(account, other, luids)).toEqual([]);
    const [one] = await mappings.byGuids(account, datastore, ['g3']);
    expect(one).toMatchObject({ luid: 'l3', view: 'view 3', pending: false, itemId: items[3]?.id });
    const item = items[3]?.id ?? newId<'item'>();
    expect(await mappings.byItems(account, datastore, [item])).toEqual([one]);
    await expect(
      mappings.insert(account, [newMapping(datastore, newId(), { luid: 'l3' })]),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(mappings.insert(account, [newMapping(datastore, item)])).rejects.toMatchObject({
      code: 'conflict',
    });
    await mappings.insert(account, [
      newMapping(other, item, { luid: 'l3' }),
      newMapping(other, item, { recurrenceId: '20260101' }),
      newMapping(other, item, { recurrenceId: '20260102' }),
    ]);
    expect(await mappings.byItems(account, other, [item])).toHaveLength(3);
  });

  it('pages through mappings by id, and through those that wait', async () => {
    const { mappings } = world().store;
    const account = await world().account();
    const collection = await world().collection(account);
    const items = await world().items(account, collection.id, 25);
    const datastore = await world().datastore(account, [collection.id]);
    await mappings.insert(
      account,
      items.map((item, index) => newMapping(datastore, item.id, { pending: index % 5 === 0 })),
    );
    const seen = [];
    for (let page = await mappings.page(account, datastore, null, 10); page.length > 0;) {
      seen.push(...page);
      page = await mappings.page(account, datastore, page.at(-1)?.id ?? null, 10);
    }
    expect(seen.map((one) => one.itemId)).toEqual(items.map((item) => item.id));
    const waiting = await mappings.pendingOf(account, datastore, null, 3);
    expect(waiting.map((one) => one.itemId)).toEqual([0, 5, 10].map((index) => items[index]?.id));
    expect(await mappings.pendingOf(account, datastore, waiting[2]?.id ?? null, 10)).toHaveLength(2);
    const [first] = seen;
    if (!first) throw new Error('there are 25');
    await mappings.update(account, first.id, { refusals: 5, aside: 8 });
    expect((await mappings.byItems(account, datastore, [first.itemId]))[0]).toMatchObject({
      refusals: 5,
      aside: 8,
      turns: null,
    });
    const turns = { turn: 'from this to that', at: [1, 2_000_000_000_000] };
    await mappings.update(account, first.id, { turns });
    await mappings.update(account, first.id, { view: 'shown' });
    expect(await mappings.byItems(account, datastore, [first.itemId])).toMatchObject([{ turns, aside: 8 }]);
    await mappings.update(account, first.id, { turns: null, aside: null });
    expect(await mappings.byItems(account, datastore, [first.itemId])).toMatchObject([
      { turns: null, aside: null, view: 'shown' },
    ]);
    await mappings.update(account, first.id, { luid: '77', view: 'shown', revision: 9, pending: false });
    expect(await mappings.byLuids(account, datastore, ['77'])).toMatchObject([
      { id: first.id, view: 'shown', revision: 9, pending: false },
    ]);
    await mappings.remove(account, [first.id]);
    await expect(mappings.update(account, first.id, { luid: '1' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('knows of Adds that went out and were never mapped', async () => {
    const { mappings, outbox } = world().store;
    const account = await world().account();
    const collection = await world().collection(account);
    const [item] = await world().items(account, collection.id, 1);
    const itemId = item?.id ?? newId<'item'>();
    const datastore = await world().datastore(account, [collection.id]);
    const [before, now] = [await world().session(account), await world().session(account)];
    const any = (): Promise<boolean> => mappings.anyUnmapped(account, datastore, now.id);
    await mappings.insert(account, [newMapping(datastore, itemId, { guid: '7', luid: null, pending: true })]);
    const [mapping] = await mappings.byGuids(account, datastore, ['7']);
    if (mapping === undefined) throw new Error('it was inserted');
    await outbox.append(account, [
      {
        sessionId: before.id,
        datastoreId: datastore,
        command: 'add',
        guid: '7',
        luid: null,
        contentType: null,
        data: null,
        itemId,
        recurrenceId: '',
        revision: 1,
      },
    ]);
    const [row] = await outbox.ofSession(account, before.id);
    if (row === undefined) throw new Error('it was appended');
    expect(await any()).toBe(false);
    await outbox.setState(account, [row.id], 'sent', null);
    expect(await any()).toBe(true);
    expect(await mappings.anyUnmapped(account, datastore, before.id)).toBe(false);
    await outbox.setState(account, [row.id], 'failed', 415);
    expect(await any()).toBe(false);
    await outbox.setState(account, [row.id], 'done', 201);
    expect(await any()).toBe(true);
    await mappings.update(account, mapping.id, { luid: '1', pending: false });
    expect(await any()).toBe(false);
  });

  it('forgets what a phone has on reset, and keeps other phones', async () => {
    const { store } = world();
    const account = await world().account();
    const collection = await world().collection(account);
    const [item] = await world().items(account, collection.id, 1);
    const itemId = item?.id ?? newId<'item'>();
    const [own, other] = [
      await world().datastore(account, [collection.id]),
      await world().datastore(account, [collection.id]),
    ];
    for (const id of [own, other]) {
      await store.mappings.insert(account, [newMapping(id, itemId, { luid: '1' })]);
      await store.datastores.setAnchors(account, id, { client: 'c', server: 's' });
      await store.datastores.setSeen(account, id, [{ collectionId: collection.id, revision: 1 }]);
    }
    const deviceId = (await store.datastores.get(account, own))?.deviceId ?? newId();
    await store.devices.reset(account, deviceId);
    expect(await store.datastores.get(account, own)).toMatchObject({
      clientAnchor: null,
      serverAnchor: null,
      collections: [{ seenRevision: 0 }],
    });
    expect(await store.mappings.byLuids(account, own, ['1'])).toEqual([]);
    expect(await store.mappings.byLuids(account, other, ['1'])).toHaveLength(1);
    await store.devices.remove(account, deviceId);
    expect(await store.datastores.get(account, own)).toBeNull();
    await expect(store.devices.reset(account, deviceId)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('forgets on reset what was set aside, and nothing else that is in quarantine', async () => {
    const { devices, datastores, quarantine } = world().store;
    const account = await world().account();
    const [own, other] = [await world().datastore(account), await world().datastore(account)];
    const kept = { collectionId: null, reason: 'refused 415', raw: octets('raw'), createdAt: 1 };
    for (const datastoreId of [own, other]) {
      for (const side of ['to-phone', 'phone'] as const)
        await quarantine.put(account, { ...kept, side, datastoreId, reference: '7' });
    }
    await devices.reset(account, (await datastores.get(account, own))?.deviceId ?? newId());
    const left = await quarantine.list(account);
    expect(left).toHaveLength(3);
    expect(left.filter(({ datastoreId }) => datastoreId === own).map(({ side }) => side)).toEqual(['phone']);
  });

  it('keeps two challenges of a peer, the newest first', async () => {
    const { challenges } = world().store;
    const uri = text('IMEI:');
    expect(await challenges.get(uri)).toEqual([]);
    for (const [index, nonce] of ['one', 'two', 'three'].entries()) {
      await challenges.issue(uri, octets(nonce), index + 1);
    }
    expect(await challenges.get(uri)).toEqual([octets('three'), octets('two')]);
    expect(await challenges.prune(3)).toBe(0);
    expect(await challenges.prune(4)).toBe(1);
  });
}
