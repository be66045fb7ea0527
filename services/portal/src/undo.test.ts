import { asId } from '@anchorage/model';
import type { AccountId, SessionId } from '@anchorage/model';
import type { Store } from '@anchorage/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPortal } from './testing/start-portal.ts';
import type { StartedPortal } from './testing/start-portal.ts';

describe('undoing over the API', () => {
  let portal: StartedPortal;
  let store: Store;
  let account: AccountId;

  beforeEach(async () => {
    portal = await startPortal();
    store = portal.store;
    account = (await store.accounts.add({ name: 'anna', timeZone: 'UTC' })).id;
  });
  afterEach(() => portal.close());

  it('leaves a row and a job, keeps a record, and shows what becomes of it', async () => {
    const session = await addSession();
    const asked = await portal.call('POST', `/api/accounts/anna/sessions/${session}/undo`);
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ undoes: session, what: 'session', state: 'pending', left: [] });
    const { id } = asked.body;
    expect(portal.asked).toEqual([{ kind: 'undo', accountId: account, undoId: id }]);
    expect(await store.audit.list(account, 10)).toMatchObject([
      { action: 'session.undo', actor: 'operator', subject: session },
    ]);
    await store.undos.update(account, id, { state: 'done', counts: { restored: 3 }, finishedAt: 5 });
    expect((await portal.call('GET', `/api/accounts/anna/sessions/${id}`)).body).toMatchObject({
      state: 'done',
      counts: { restored: 3 },
    });
    expect((await portal.call('GET', '/api/accounts/anna/sessions')).body).toMatchObject({
      sessions: [{ id: session }],
      undos: [{ id, undoes: session }],
    });
  });

  it('undoes an undo, but only when it is done', async () => {
    const session = await addSession();
    const { id } = (await portal.call('POST', `/api/accounts/anna/sessions/${session}/undo`)).body;
    expect((await portal.call('POST', `/api/accounts/anna/sessions/${id}/undo`)).status).toBe(409);
    await store.undos.update(account, id, { state: 'done' });
    const again = await portal.call('POST', `/api/accounts/anna/sessions/${id}/undo`);
    expect(again.body).toMatchObject({ undoes: id, what: 'undo' });
  });

  it('refuses what is going on, still being taken in, too old, or not there', async () => {
    const open = await addSession('open');
    expect(
      (await portal.call('POST', `/api/accounts/anna/sessions/${open}/undo`)).body.error.message,
    ).toContain('going on');
    const waiting = await addSession();
    const datastoreId = asId<'datastore'>('d');
    await store.sessions.openPart(account, {
      sessionId: waiting,
      datastoreId,
      datastore: 'card',
      syncType: 200,
      clientNext: '1',
      serverNext: '1',
    });
    const row = { command: 'delete', luid: '1', contentType: null, data: null } as const;
    await store.inbox.append(account, [{ ...row, sessionId: waiting, datastoreId }]);
    expect((await portal.call('POST', `/api/accounts/anna/sessions/${waiting}/undo`)).status).toBe(409);
    const old = await addSession('finished', 1);
    expect(
      (await portal.call('POST', `/api/accounts/anna/sessions/${old}/undo`)).body.error.message,
    ).toContain('RETENTION_DAYS');
    expect((await portal.call('POST', '/api/accounts/anna/sessions/none/undo')).status).toBe(404);
    await store.accounts.add({ name: 'ben', timeZone: 'UTC' });
    const own = await addSession();
    expect((await portal.call('POST', `/api/accounts/ben/sessions/${own}/undo`)).status).toBe(404);
    expect(portal.asked).toEqual([]);
  });

  it('rejects what is held through the connector, which gives it back', async () => {
    const session = await addSession();
    const collection = await addCollection();
    const item = asId<'item'>('i');
    const row = {
      collectionId: collection,
      itemId: item,
      op: 'delete',
      revision: 1,
      sessionId: session,
    } as const;
    await store.journal.append(account, [{ ...row, createdAt: 1 }]);
    const [made] = await store.journal.pendingOf(account, [item]);
    if (made === undefined) throw new Error('one row was written');
    await store.journal.postpone(account, made.id, { dueAt: 1, reason: 'mass-delete', state: 'held' });
    const { body } = await portal.call('POST', `/api/accounts/anna/holds/${session}/reject`);
    expect(body).toEqual({ kept: 1, undo: expect.any(String) });
    expect(await store.undos.get(account, body.undo)).toMatchObject({
      of: { kind: 'hold', sessionId: session },
    });
    expect((await store.audit.list(account, 1))[0]).toMatchObject({ action: 'hold.reject' });
  });

  it('exports the items of a session before and after, for the record', async () => {
    const session = await addSession();
    const collectionId = await addCollection();
    const cause = { kind: 'session', sessionId: session } as const;
    const plain = { collectionId, uid: null, etag: null, base: null };
    const [made, edited] = [asId<'item'>('a'), asId<'item'>('b')];
    await store.items.insert(account, [{ ...plain, id: edited, href: '/b', body: 'old', revision: 1 }], {
      kind: 'cloud',
    });
    await store.items.insert(account, [{ ...plain, id: made, href: '/a', body: 'made', revision: 2 }], cause);
    await store.items.update(account, edited, { body: 'new', revision: 3 }, cause);
    await store.items.keepLost(account, edited, 'as the phone had it', session);
    await store.items.update(account, made, { deleted: true, revision: 4 }, { kind: 'cloud' });
    const { body } = await portal.call('GET', `/api/accounts/anna/sessions/${session}/export`);
    expect(body.session).toMatchObject({ id: session, phase: 'finished' });
    expect(body.lost).toEqual([{ id: edited, text: 'as the phone had it' }]);
    expect(body.items).toEqual([
      { id: made, collection: collectionId, before: null, after: 'made', now: null },
      { id: edited, collection: collectionId, before: 'old', after: 'new', now: 'new' },
    ]);
    expect(await store.audit.list(account, 1)).toMatchObject([
      { action: 'session.export', subject: session },
    ]);
  });

  async function addSession(
    phase: 'open' | 'finished' = 'finished',
    startedAt = portal.now(),
  ): Promise<SessionId> {
    const username = `phone-${startedAt}-${phase}-${(await store.devices.list(account)).length}`;
    const device = await store.devices.add(account, { name: 'phone', username, password: 'secret-12' });
    const id = asId<'session'>(`s-${username}`);
    const plain = {
      peerUri: 'IMEI:000000000000001',
      peerSessionId: '1',
      state: '{}',
      lastRequest: 'x',
      lastMsgId: 1,
    };
    const row = await store.sessions.insert(account, {
      ...plain,
      id,
      token: id,
      deviceId: device.id,
      startedAt,
    });
    await store.sessions.update(account, id, row.version, { phase, updatedAt: startedAt });
    return id;
  }

  async function addCollection() {
    const url = 'https://dav.example.org/';
    const login = { provider: 'generic', url, rootUrl: url, username: 'anna', password: 'secret' };
    const { id: linkId } = await store.links.add(account, login);
    const plain = { displayName: 'x', kinds: ['contact'], readOnly: false, maxResourceSize: null } as const;
    return (await store.collections.upsert(account, { linkId, url, ...plain })).id;
  }
});
