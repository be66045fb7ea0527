/** What one side could not digest: people look, have it tried once more, or drop it. */
import { asId } from '@anchorage/model';
import type { AccountId, CollectionId, DatastoreId, ItemId } from '@anchorage/model';
import type { QuarantineRow, Store } from '@anchorage/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPortal } from './testing/start-portal.ts';
import type { StartedPortal } from './testing/start-portal.ts';

const itemId: ItemId = asId('item');

describe('what is in quarantine', () => {
  let portal: StartedPortal;
  let store: Store;
  let account: AccountId;
  let collectionId: CollectionId;
  let datastoreId: DatastoreId;

  beforeEach(async () => {
    portal = await startPortal();
    store = portal.store;
    account = (await store.accounts.add({ name: 'anna', timeZone: 'UTC' })).id;
    await furnish();
  });
  afterEach(() => portal.close());

  it('because a phone refused it is sent with its next sync', async () => {
    const [mapping] = await store.mappings.byItems(account, datastoreId, [itemId]);
    if (mapping === undefined) throw new Error('one was mapped');
    await store.mappings.update(account, mapping.id, { refusals: 5, aside: 1, pending: false });
    const id = await put({ side: 'to-phone', collectionId: null, datastoreId, reference: mapping.id });
    expect(await retry(id)).toEqual({ status: 200, body: { when: 'next-sync' } });
    expect(portal.asked).toEqual([]);
    expect(await store.mappings.byItems(account, datastoreId, [itemId])).toMatchObject([
      { refusals: 0, aside: null, pending: true },
    ]);
    expect(await store.quarantine.list(account)).toEqual([]);
    expect(await store.audit.list(account, 1)).toMatchObject([{ action: 'quarantine.retry', subject: id }]);
  });

  it('because a phone refused it is no more once the phone has been reset', async () => {
    await put({ side: 'to-phone', collectionId: null, datastoreId, reference: 'mapping' });
    const [device] = await store.devices.list(account);
    const path = `/api/accounts/anna/devices/${device?.id ?? ''}/reset`;
    expect((await portal.call('POST', path)).status).toBe(200);
    expect(await store.quarantine.list(account)).toEqual([]);
  });

  it('of an item that the phone no longer knows just goes', async () => {
    const id = await put({ side: 'to-phone', collectionId: null, datastoreId, reference: 'gone' });
    expect((await retry(id)).status).toBe(200);
    expect(await store.quarantine.list(account)).toEqual([]);
  });

  it('because a cloud refused it is written once more at once', async () => {
    await store.journal.append(account, [
      { collectionId, itemId, op: 'put', revision: 1, sessionId: null, createdAt: 1 },
    ]);
    const [row] = await store.journal.pendingOf(account, [itemId]);
    if (row === undefined) throw new Error('one row was written');
    await store.journal.postpone(account, row.id, { dueAt: 1, reason: 'refused 415', state: 'failed' });
    const id = await put({ side: 'cloud', collectionId, datastoreId: null, reference: '/item.vcf' });
    expect(await retry(id)).toEqual({ status: 200, body: { when: 'now' } });
    expect(portal.asked).toEqual([{ kind: 'push', accountId: account, collectionId }]);
    expect(await store.journal.list(account, ['failed'], 10)).toEqual([]);
    expect(await store.journal.pendingOf(account, [itemId])).toHaveLength(1);
    expect(await store.quarantine.list(account)).toEqual([]);
  });

  it.each([
    ['what a phone sent', 'phone', 'device reset'],
    ['what a cloud has', 'cloud', 'when it changes there'],
  ] as const)('and not ours to try (%s) stays, with a word on what helps', async (_what, side, word) => {
    const place =
      side === 'cloud' ? { collectionId, datastoreId: null } : { collectionId: null, datastoreId };
    const id = await put({ side, ...place, reference: 'other' });
    const { status, body } = await retry(id);
    expect([status, body.error.message]).toEqual([409, expect.stringContaining(word)]);
    expect(await store.quarantine.list(account)).toHaveLength(1);
    expect(await store.audit.list(account, 10)).toEqual([]);
  });

  it('is dropped without a trace of its text', async () => {
    const id = await put({ side: 'phone', collectionId: null, datastoreId, reference: '7' });
    expect((await portal.call('GET', '/api/accounts/anna/quarantine')).body).toEqual({
      quarantine: [{ id, side: 'phone', reason: 'unreadable', size: 4, createdAt: 1 }],
    });
    expect((await portal.call('DELETE', `/api/accounts/anna/quarantine/${id}`)).status).toBe(204);
    expect(await store.quarantine.list(account)).toEqual([]);
  });

  it('is nobody else’s', async () => {
    await store.accounts.add({ name: 'ben', timeZone: 'UTC' });
    const id = await put({ side: 'phone', collectionId: null, datastoreId, reference: '7' });
    expect((await portal.call('POST', `/api/accounts/ben/quarantine/${id}/retry`)).status).toBe(404);
    expect((await portal.call('DELETE', `/api/accounts/ben/quarantine/${id}`)).status).toBe(404);
    expect(await store.quarantine.list(account)).toHaveLength(1);
  });

  function retry(id: string) {
    return portal.call('POST', `/api/accounts/anna/quarantine/${id}/retry`);
  }

  async function put(key: Pick<QuarantineRow, 'side' | 'collectionId' | 'datastoreId' | 'reference'>) {
    const raw = new TextEncoder().encode('text');
    await store.quarantine.put(account, { ...key, reason: 'unreadable', raw, createdAt: 1 });
    const [row] = await store.quarantine.list(account);
    return row?.id ?? '';
  }

  async function furnish(): Promise<void> {
    const url = 'https://dav.example.org/';
    const login = { provider: 'generic', url, rootUrl: url, username: 'anna', password: 'secret' };
    const { id: linkId } = await store.links.add(account, login);
    const plain = { displayName: 'x', kinds: ['contact'], readOnly: false, maxResourceSize: null } as const;
    collectionId = (await store.collections.upsert(account, { linkId, url, ...plain })).id;
    const item = { id: itemId, collectionId, href: '/item.vcf', uid: null, etag: null, base: null };
    await store.items.insert(account, [{ ...item, body: 'text', revision: 1 }], { kind: 'cloud' });
    const phone = { name: 'phone', username: 'phone-login', password: 'secret-12' };
    const { id: deviceId } = await store.devices.add(account, phone);
    const card = { deviceId, name: 'card', policy: 'merge', collections: [collectionId] } as const;
    datastoreId = (await store.datastores.add(account, card)).id;
    const mapping = { luid: null, guid: '1', recurrenceId: '', view: null, revision: 0, pending: true };
    await store.mappings.insert(account, [{ datastoreId, itemId, ...mapping }]);
  }
});
