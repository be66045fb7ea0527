import { expect, it } from 'vitest';
import { newId, text } from './world.ts';
import type { World } from './world.ts';

export function peopleContract(world: () => World): void {
  it('finds an account by name whatever its case, and refuses a second of that name', async () => {
    const { accounts } = world().store;
    const name = text('Åda');
    const account = await accounts.add({ name, timeZone: 'Europe/Berlin' });
    expect(await accounts.byName(name.toUpperCase())).toEqual(account);
    expect(await accounts.get(account.id)).toEqual(account);
    expect(await accounts.byName(text('nobody'))).toBeNull();
    await expect(accounts.add({ name: name.toLowerCase(), timeZone: 'UTC' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await accounts.list()).filter((one) => one.id === account.id)).toEqual([account]);
  });

  it('keeps a link with its password, and gives neither to another account', async () => {
    const { links } = world().store;
    const [own, other] = [await world().account(), await world().account()];
    const link = await links.add(own, {
      provider: 'nextcloud',
      url: 'cloud.example.org',
      rootUrl: 'https://cloud.example.org/remote.php/dav/',
      username: 'ada',
      password: 'pässword ☃',
    });
    expect(await links.password(own, link.id)).toBe('pässword ☃');
    expect(await links.list(own)).toEqual([link]);
    expect(await links.get(other, link.id)).toBeNull();
    expect(await links.list(other)).toEqual([]);
    await expect(links.password(other, link.id)).rejects.toMatchObject({ code: 'not-found' });
    await links.setStatus(own, link.id, 'needs-login', 'refused');
    expect(await links.get(own, link.id)).toEqual({ ...link, status: 'needs-login', reason: 'refused' });
    await links.setPassword(own, link.id, 'another');
    expect(await links.password(own, link.id)).toBe('another');
    expect(await links.get(own, link.id)).toEqual(link);
    await expect(links.setStatus(other, link.id, 'ok', null)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('removes a link with its collections, items and their mappings', async () => {
    const { store } = world();
    const account = await world().account();
    const collection = await world().collection(account);
    const [item] = await world().items(account, collection.id, 1);
    const datastore = await world().datastore(account, [collection.id]);
    const mapping = { datastoreId: datastore, itemId: item?.id ?? newId(), luid: '1' };
    await store.mappings.insert(account, [
      { ...mapping, guid: null, recurrenceId: '', view: null, revision: 1, pending: false },
    ]);
    await store.links.remove(account, collection.linkId);
    expect(await store.collections.list(account)).toEqual([]);
    expect(await store.items.get(account, mapping.itemId)).toBeNull();
    expect(await store.mappings.byLuids(account, datastore, ['1'])).toEqual([]);
    expect((await store.datastores.get(account, datastore))?.collections).toEqual([]);
  });

  it('refuses rows of an account that does not exist', async () => {
    const link = { provider: 'dav', url: 'u', rootUrl: 'u', username: 'u', password: 'p' };
    await expect(world().store.links.add(newId(), link)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('erases an account with all that is its own', async () => {
    const { store } = world();
    const account = await world().account();
    const collection = await world().collection(account);
    await world().items(account, collection.id, 3);
    const session = await world().session(account);
    await store.quarantine.put(account, {
      side: 'phone',
      collectionId: null,
      datastoreId: null,
      reference: '1',
      reason: 'odd',
      raw: new Uint8Array([1]),
      createdAt: 1,
    });
    await store.accounts.remove(account);
    expect(await store.accounts.get(account)).toBeNull();
    expect(await store.sessions.byToken(session.token)).toBeNull();
    expect(await store.devices.list(account)).toEqual([]);
    expect(await store.collections.list(account)).toEqual([]);
    await expect(store.links.add(account, link)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps the audit trail, newest first', async () => {
    const { audit } = world().store;
    const account = await world().account();
    await audit.add(account, { at: 1, actor: 'operator', action: 'device.block', subject: 'd' });
    await audit.add(account, { at: 2, actor: 'ada', action: 'undo', subject: null });
    await audit.add(null, { at: 9_999_999_999, actor: 'operator', action: 'keys.rotate', subject: null });
    expect((await audit.list(account, 10)).map((entry) => entry.action)).toEqual(['undo', 'device.block']);
    expect((await audit.list(null, 1))[0]?.action).toBe('keys.rotate');
  });
}

const link = { provider: 'dav', url: 'u', rootUrl: 'u', username: 'u', password: 'p' };
