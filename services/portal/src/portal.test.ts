import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inProcessJobs } from '@anchorage/jobs';
import { silentLogger } from '@anchorage/model';
import { DavError, type Discovered, type Provider } from '@anchorage/providers';
import { systemClock, systemRandom } from '@anchorage/runtime';
import { generateKey, keyRing, openStore, type Store } from '@anchorage/store';
import Koa from 'koa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortal, type Portal } from './portal.ts';

const token = 'operator-token-0123456789';
const found: Discovered = {
  rootUrl: 'https://dav.example.org/',
  principalUrl: null,
  collections: [
    collection('https://dav.example.org/birthdays/', ['contact'], true),
    collection('https://dav.example.org/contacts/', ['contact'], false),
    collection('https://dav.example.org/calendar/', ['event', 'task'], false),
  ],
};

describe('the portal', () => {
  let store: Store;
  let server: Server;
  let portal: Portal;
  let refusal: DavError | null;

  beforeEach(async () => {
    store = await openStore({
      url: 'sqlite::memory:',
      keys: keyRing({ current: { id: 'test', key: generateKey() } }),
      clock: systemClock,
      random: systemRandom,
    });
    refusal = null;
    portal = createPortal({
      store,
      queue: inProcessJobs({ clock: systemClock, logger: silentLogger }).queue,
      provider: () => provider(() => refusal),
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      token,
      retention: 30 * 86_400_000,
      publicUrl: () => 'http://sync.example.org',
    });
    const app = new Koa();
    portal.mount(app);
    const answer = app.callback();
    server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await store.close();
  });

  it('says of every route how it is protected', () => {
    expect(portal.routes.map(({ method, path, auth }) => `${method} ${path} ${auth}`)).toEqual([
      'GET / open',
      'GET /api/accounts token',
      'POST /api/accounts token',
      'GET /api/accounts/:account/links token',
      'POST /api/accounts/:account/links token',
      'POST /api/accounts/:account/devices token',
      'GET /api/accounts/:account/devices token',
      'GET /api/accounts/:account/devices/:device token',
      'POST /api/accounts/:account/devices/:device/block token',
      'POST /api/accounts/:account/devices/:device/unblock token',
      'POST /api/accounts/:account/devices/:device/reset token',
      'POST /api/accounts/:account/devices/:device/window token',
      'POST /api/accounts/:account/devices/:device/policy token',
      'GET /api/accounts/:account/sessions token',
      'GET /api/accounts/:account/sessions/:session token',
      'POST /api/accounts/:account/sessions/:session/undo token',
      'GET /api/accounts/:account/sessions/:session/export token',
      'POST /api/accounts/:account/sync token',
      'GET /api/accounts/:account/sync token',
      'GET /api/accounts/:account/quarantine token',
      'DELETE /api/accounts/:account/quarantine/:row token',
      'POST /api/accounts/:account/quarantine/:row/retry token',
      'GET /api/accounts/:account/holds token',
      'POST /api/accounts/:account/holds/:session/confirm token',
      'POST /api/accounts/:account/holds/:session/reject token',
    ]);
  });

  it('lets nobody in without the token, on any protected route', async () => {
    for (const { method, path } of portal.routes.filter(({ auth }) => auth === 'token')) {
      for (const headers of [
        {},
        { Authorization: 'Bearer wrong' },
        { Authorization: `Basic ${btoa(`x:${token}`)}` },
      ]) {
        const response = await fetch(address(path), { method, headers });
        expect(response.status, `${method} ${path}`).toBe(401);
        expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
      }
    }
  });

  it('shows a page to a browser', async () => {
    const response = await fetch(address('/'));
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain(`${address('/sync')}</code>`);
  });

  it('adds an account once, whatever the case', async () => {
    expect((await call('POST', '/api/accounts', { name: 'anna', timeZone: 'Europe/Berlin' })).status).toBe(
      201,
    );
    const again = await call('POST', '/api/accounts', { name: 'Anna' });
    expect([again.status, again.body.error.code]).toEqual([409, 'conflict']);
    expect((await call('GET', '/api/accounts')).body.accounts).toMatchObject([
      { name: 'anna', timeZone: 'Europe/Berlin' },
    ]);
  });

  it.each([
    ['no name', {}, 'name'],
    ['a name with a slash', { name: 'a/b' }, 'name'],
    ['a zone nobody knows', { name: 'anna', timeZone: 'Moon/Crater' }, 'timeZone'],
  ])('names the field: %s', async (_what, body, field) => {
    const { status, body: answer } = await call('POST', '/api/accounts', body);
    expect(status).toBe(400);
    expect(answer.error.message).toContain(field);
  });

  it('links a cloud and gives a phone its datastores, writable collections first', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    const link = await call('POST', '/api/accounts/anna/links', {
      url: 'dav.example.org',
      username: 'anna',
      password: 'secret-4711',
    });
    expect(link.status).toBe(201);
    expect(JSON.stringify(link.body)).not.toContain('secret-4711');
    const device = await call('POST', '/api/accounts/anna/devices', { name: 'old phone' });
    expect(device.body).toMatchObject({
      url: 'http://sync.example.org/sync',
      username: expect.stringMatching(/^anna-[a-z2-9]{4}$/),
      password: expect.stringMatching(/^[a-z2-9]{14}$/),
      datastores: { contacts: 'card', calendar: 'cal', tasks: 'task', notes: 'note' },
    });
    expect(await behindDatastores()).toEqual({
      card: ['https://dav.example.org/contacts/', 'https://dav.example.org/birthdays/'],
      cal: ['https://dav.example.org/calendar/'],
      task: ['https://dav.example.org/calendar/'],
      note: [],
    });
  });

  it('puts a cloud linked later behind the phone that was there before', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    await call('POST', '/api/accounts/anna/devices');
    await call('POST', '/api/accounts/anna/links', {
      url: 'dav.example.org',
      username: 'anna',
      password: 'secret',
    });
    expect((await behindDatastores())['card']).toHaveLength(2);
  });

  it('stores nothing of a link whose login was refused', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    refusal = new DavError('needs-login', 'refused', { method: 'PROPFIND', status: 401 });
    const { status, body } = await call('POST', '/api/accounts/anna/links', {
      url: 'dav.example.org',
      username: 'a',
      password: 'b',
    });
    expect([status, body.error.code]).toEqual([422, 'login-refused']);
    expect((await call('GET', '/api/accounts/anna/links')).body.links).toEqual([]);
  });

  it('blocks, unblocks and resets a phone, and keeps a record', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    const { id } = (await call('POST', '/api/accounts/anna/devices')).body;
    expect((await call('POST', `/api/accounts/anna/devices/${id}/block`)).body.state).toBe('blocked');
    expect((await call('POST', `/api/accounts/anna/devices/${id}/unblock`)).body.state).toBe('active');
    expect((await call('POST', `/api/accounts/anna/devices/${id}/reset`)).status).toBe(200);
    const account = await store.accounts.byName('anna');
    const actions = (await store.audit.list(account?.id ?? null, 10)).map(({ action }) => action).toSorted();
    expect(actions).toEqual(['account.add', 'device.active', 'device.add', 'device.blocked', 'device.reset']);
  });

  it.each([
    [
      { back: 14, forward: 90 },
      { datastore: 'cal', window: { back: 14, forward: 90 } },
    ],
    [
      { datastore: 'task', forward: 0 },
      { datastore: 'task', window: { back: null, forward: 0 } },
    ],
    [{}, { datastore: 'cal', window: null }],
  ])('gives a phone the days %j', async (asked, expected) => {
    await call('POST', '/api/accounts', { name: 'anna' });
    const { id } = (await call('POST', '/api/accounts/anna/devices')).body;
    const device = `/api/accounts/anna/devices/${id}`;
    await call('POST', `${device}/window`, { back: 1 });
    expect(await call('POST', `${device}/window`, asked)).toEqual({ status: 200, body: expected });
    const shown = (await call('GET', device)).body.datastores;
    expect(shown).toContainEqual(
      expect.objectContaining({ name: expected.datastore, window: expected.window }),
    );
    const account = await store.accounts.byName('anna');
    expect(await store.audit.list(account?.id ?? null, 10)).toContainEqual(
      expect.objectContaining({ action: 'device.window', subject: id }),
    );
  });

  it.each([
    ['contacts have no days', { datastore: 'card', back: 1 }, 'datastore'],
    ['half a day', { back: 0.5 }, 'back'],
    ['a day less than none', { forward: -1 }, 'forward'],
  ])('gives a phone no days where %s', async (_, asked, field) => {
    await call('POST', '/api/accounts', { name: 'anna' });
    const { id } = (await call('POST', '/api/accounts/anna/devices')).body;
    const { status, body } = await call('POST', `/api/accounts/anna/devices/${id}/window`, asked);
    expect([status, body.error.message]).toEqual([400, `Not usable: ${field}.`]);
  });

  it('says whose word counts in a conflict, per datastore', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    const { id } = (await call('POST', '/api/accounts/anna/devices')).body;
    const path = `/api/accounts/anna/devices/${id}`;
    const asked = { datastore: 'cal', policy: 'newest' };
    expect(await call('POST', `${path}/policy`, asked)).toEqual({ status: 200, body: asked });
    expect((await call('GET', path)).body.datastores).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'cal', policy: 'newest' }),
        expect.objectContaining({ name: 'card', policy: 'merge' }),
      ]),
    );
    expect((await call('POST', `${path}/policy`, { ...asked, policy: 'oldest' })).status).toBe(400);
    const account = await store.accounts.byName('anna');
    expect((await store.audit.list(account?.id ?? null, 1))[0]).toMatchObject({ action: 'device.policy' });
  });

  it("does not show one account another's phone", async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    await call('POST', '/api/accounts', { name: 'ben' });
    const { id } = (await call('POST', '/api/accounts/anna/devices')).body;
    expect((await call('GET', `/api/accounts/ben/devices/${id}`)).status).toBe(404);
    expect((await call('POST', `/api/accounts/ben/devices/${id}/block`)).status).toBe(404);
  });

  it('says what is missing when a sync cannot be done yet', async () => {
    await call('POST', '/api/accounts', { name: 'anna' });
    await call('POST', '/api/accounts/anna/links', {
      url: 'dav.example.org',
      username: 'anna',
      password: 'secret',
    });
    const { status, body } = await call('POST', '/api/accounts/anna/sync');
    expect(status).toBe(202);
    expect(body).toMatchObject({ done: false, pending: 0 });
    expect((await call('GET', '/api/accounts/nobody/sync')).status).toBe(404);
  });

  function address(path: string): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  }

  // The bodies are what a script would see: looked at, not typed.
  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(address(path), {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse((await response.text()) || '{}') };
  }

  async function behindDatastores(): Promise<Record<string, readonly string[]>> {
    const account = await store.accounts.byName('anna');
    if (account === null) throw new Error('no account');
    const [device] = await store.devices.list(account.id);
    if (device === undefined) throw new Error('no device');
    const urls = new Map((await store.collections.list(account.id)).map(({ id, url }) => [id, url]));
    const datastores = await store.datastores.ofDevice(account.id, device.id);
    return Object.fromEntries(
      datastores.map(({ name, collections }) => [name, collections.map(({ id }) => urls.get(id) ?? '')]),
    );
  }
});

function provider(refusal: () => DavError | null): Provider {
  return {
    name: 'generic',
    async discover() {
      const refused = refusal();
      if (refused !== null) throw refused;
      return found;
    },
    open: () => {
      throw new Error('the portal opens no collection');
    },
    close: async () => undefined,
  };
}

function collection(url: string, kinds: Discovered['collections'][number]['kinds'], readOnly: boolean) {
  return { url, displayName: url, kinds, readOnly, supportsSyncCollection: true, maxResourceSize: null };
}
