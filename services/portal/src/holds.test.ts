/** Deletions of the cloud that wait for their owner's word, as people see and decide them. */
import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, ItemId, SessionId } from '@anchorage/model';
import type { Store } from '@anchorage/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPortal } from './testing/start-portal.ts';
import type { StartedPortal } from './testing/start-portal.ts';

const session = asId<'session'>('s');
const items = ['a', 'b', 'c'].map((id) => asId<'item'>(id));

describe('what a phone is not told yet', () => {
  let portal: StartedPortal;
  let store: Store;
  let account: AccountId;
  let datastoreId: DatastoreId;

  beforeEach(async () => {
    portal = await startPortal();
    store = portal.store;
    account = (await store.accounts.add({ name: 'anna', timeZone: 'UTC' })).id;
    datastoreId = await datastoreWith(items);
    await addSession(session);
    for (const id of items) {
      await store.items.update(account, id, { deleted: true, revision: 9 }, { kind: 'cloud' });
    }
    await store.holds.hold(account, datastoreId, session);
  });
  afterEach(() => portal.close());

  it('is listed by the session that found it, with whose deletions they are', async () => {
    expect((await portal.call('GET', '/api/accounts/anna/holds')).body).toEqual({
      holds: [{ session, side: 'cloud', deletions: 3, since: 1_000 }],
    });
  });

  it('confirmed, is told with the next sync, and nothing is asked of the cloud', async () => {
    const { body } = await portal.call('POST', `/api/accounts/anna/holds/${session}/confirm`);
    expect(body).toEqual({ deleted: 3 });
    expect(portal.asked).toEqual([]);
    expect(await store.mappings.byItems(account, datastoreId, items)).toMatchObject(
      items.map(() => ({ hold: 'confirmed', pending: true })),
    );
    expect((await portal.call('GET', '/api/accounts/anna/holds')).body).toEqual({ holds: [] });
    expect(await store.audit.list(account, 1)).toMatchObject([{ action: 'hold.confirm', subject: session }]);
  });

  it('rejected, is left to the connector, which creates it anew', async () => {
    const { body } = await portal.call('POST', `/api/accounts/anna/holds/${session}/reject`);
    expect(body).toEqual({ kept: 3, undo: expect.any(String) });
    expect(portal.asked).toEqual([{ kind: 'undo', accountId: account, undoId: body.undo }]);
  });

  it.each(['confirm', 'reject'])(
    'is nobody else’s to %s, and not found where nothing waits',
    async (word) => {
      await store.accounts.add({ name: 'ben', timeZone: 'UTC' });
      expect((await portal.call('POST', `/api/accounts/ben/holds/${session}/${word}`)).status).toBe(404);
      expect((await portal.call('POST', `/api/accounts/anna/holds/other/${word}`)).status).toBe(404);
      expect(await store.holds.list(account)).toEqual([{ sessionId: session, deletions: 3 }]);
    },
  );

  it('and the pairs that could not be told stand in the session’s report', async () => {
    const doubtful = [{ luid: '7', itemId: asId<'item'>('a'), recurrenceId: '' }];
    const part = { sessionId: session, datastoreId, datastore: 'card', syncType: 201 } as const;
    await store.sessions.openPart(account, { ...part, clientNext: '1', serverNext: '1' });
    await store.sessions.updatePart(account, session, datastoreId, { doubtful });
    expect((await portal.call('GET', `/api/accounts/anna/sessions/${session}`)).body).toMatchObject({
      datastores: [{ datastore: 'card', doubtful }],
    });
  });

  async function datastoreWith(ids: readonly ItemId[]): Promise<DatastoreId> {
    const url = 'https://dav.example.org/';
    const login = { provider: 'generic', url, rootUrl: url, username: 'anna', password: 'secret' };
    const { id: linkId } = await store.links.add(account, login);
    const plain = { displayName: 'x', kinds: ['contact'], readOnly: false, maxResourceSize: null } as const;
    const { id: collectionId } = await store.collections.upsert(account, { linkId, url, ...plain });
    await store.items.insert(
      account,
      ids.map((id) => ({
        id,
        collectionId,
        href: `/${id}`,
        uid: id,
        etag: null,
        base: null,
        body: id,
        revision: 1,
      })),
      { kind: 'cloud' },
    );
    const { id: deviceId } = await store.devices.add(account, {
      name: 'phone',
      username: 'phone-login',
      password: 'secret-12',
    });
    const made = { deviceId, name: 'card', policy: 'merge', collections: [collectionId] } as const;
    const { id } = await store.datastores.add(account, made);
    const mapping = {
      datastoreId: id,
      guid: null,
      recurrenceId: '',
      view: null,
      revision: 1,
      pending: false,
    };
    await store.mappings.insert(
      account,
      ids.map((itemId) => ({ ...mapping, luid: `on-phone-${itemId}`, itemId })),
    );
    return id;
  }

  async function addSession(id: SessionId): Promise<void> {
    const [device] = await store.devices.list(account);
    if (device === undefined) throw new Error('a phone was added');
    const peer = { peerUri: 'IMEI:000000000000001', peerSessionId: '1', token: id };
    const first = { state: '{}', lastRequest: 'x', lastMsgId: 1, startedAt: 1_000 };
    await store.sessions.insert(account, { id, deviceId: device.id, ...peer, ...first });
  }
});
