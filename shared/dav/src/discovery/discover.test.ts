import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type FaultDav } from '@anchorage/kit';
import type { DavCredentials } from '../contract.ts';
import { openTestTransport } from '../testing/open-test-client.ts';
import type { DavTransport } from '../transport/messages.ts';
import { discover, type Discovery } from './discover.ts';

const credentials: DavCredentials = { username: 'ada', password: 'pass wörd' };
let dav: FaultDav;
let transport: DavTransport;
beforeEach(async () => {
  dav = await startFaultDav({ user: { name: 'ada', password: 'pass wörd' } });
  transport = openTestTransport();
});
afterEach(async () => {
  await transport.close();
  await dav.close();
});

function find(path = '', login = credentials): Promise<Discovery> {
  return discover({ transport, url: dav.url + path, credentials: login, signal: undefined });
}

describe('discover', () => {
  it.each(['', 'dav/', 'dav/principal/', 'somewhere/else'])('finds everything from /%s', async (path) => {
    const found = await find(path);
    expect(found.principalUrl).toBe(`${dav.url}dav/principal/`);
    expect(found.collections).toEqual(
      ['calendar', 'tasks', 'notes', 'contacts'].map((name) => ({
        url: dav.collectionUrl(name),
        displayName: name,
        kinds: [{ contacts: 'contact', calendar: 'event', tasks: 'task', notes: 'note' }[name]],
        readOnly: false,
        supportsSyncCollection: true,
        maxResourceSize: name === 'contacts' ? 1_048_576 : null,
      })),
    );
  });

  it('sends no login to a well-known address', async () => {
    await find();
    const wellKnown = dav.requests.filter(({ path }) => path.startsWith('/.well-known/'));
    expect(wellKnown.length).toBeGreaterThan(0);
    expect(wellKnown.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });

  it('tries a refused password once (F43)', async () => {
    await expect(find('dav/', { ...credentials, password: 'wrong' })).rejects.toMatchObject({
      code: 'needs-login',
    });
    expect(dav.requests.filter(({ headers }) => headers['authorization'] !== undefined)).toHaveLength(1);
  });

  it('says that a server wants Digest', async () => {
    const headers = { 'www-authenticate': 'Digest realm="x", nonce="y", qop="auth"' };
    dav.arm({
      method: 'PROPFIND',
      containing: 'current-user-principal',
      fault: { kind: 'answer', status: 401, headers },
    });
    await expect(find('dav/')).rejects.toMatchObject({ code: 'unsupported', status: 401 });
  });

  it('takes no cut listing for a complete one (F49)', async () => {
    dav.arm({
      method: 'PROPFIND',
      containing: 'current-user-privilege-set',
      fault: { kind: 'cut-at-element' },
    });
    await expect(find()).rejects.toMatchObject({ code: 'malformed' });
  });

  it('sends no login to the host that a server names (F54)', async () => {
    const stranger = await startFaultDav();
    const location = stranger.url.replace('127.0.0.1', 'localhost');
    dav.arm({
      containing: '.well-known',
      fault: { kind: 'answer', status: 301, headers: { location } },
      times: 4,
    });
    dav.arm({ method: 'PROPFIND', fault: { kind: 'answer', status: 404 }, times: 9 });
    await expect(find()).rejects.toMatchObject({ code: 'refused-redirect' });
    expect(stranger.requests).toEqual([]);
    await stranger.close();
  });

  it('opens a home set without a principal', async () => {
    dav.arm({ containing: 'current-user-principal', fault: { kind: 'answer', status: 404 }, times: 9 });
    const found = await find('dav/books/someone/');
    expect(found).toMatchObject({
      principalUrl: null,
      collections: [{ url: dav.collectionUrl('contacts') }],
    });
  });

  it.each([
    ['ftp://example.org/', 'unsupported'],
    ['nonsense', 'unsupported'],
  ])('refuses %s', async (url, code) => {
    await expect(discover({ transport, url, credentials, signal: undefined })).rejects.toMatchObject({
      code,
    });
  });

  it('says when nothing there speaks DAV, and when nobody is there', async () => {
    dav.arm({
      fault: { kind: 'answer', status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } },
      times: 99,
    });
    await expect(find()).rejects.toMatchObject({ code: 'not-found' });
    await dav.close();
    await expect(find()).rejects.toMatchObject({ code: 'unreachable' });
  });
});
