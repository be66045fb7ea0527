import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type FaultDav } from '@anchorage/kit';
import { openTestTransport, someone } from '../testing/open-test-client.ts';
import { acceptsBasic, mayShareLogin } from './credentials.ts';
import type { DavAnswer, DavExchange, DavTransport } from './messages.ts';

let dav: FaultDav;
let transport: DavTransport;
const exchanges: DavExchange[] = [];
beforeEach(async () => {
  dav = await startFaultDav();
  exchanges.length = 0;
  transport = openTestTransport({
    limits: { listBytes: 10_000 },
    onExchange: (exchange) => exchanges.push(exchange),
  });
});
afterEach(async () => {
  await transport.close();
  await dav.close();
});

function ask(method: string, path = '/dav/', body?: string): Promise<DavAnswer> {
  return transport.request({
    method,
    url: new URL(path, dav.url).href,
    credentials: someone,
    headers: { depth: '0' },
    ...(body === undefined ? {} : { body }),
    size: 'list',
  });
}

describe('the transport', () => {
  it('sends UTF-8 Basic, its own name and a Content-Length', async () => {
    await ask('PROPFIND', '/dav/', '<é/>');
    expect(dav.requests[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('someone:sečret', 'utf8').toString('base64')}`,
      'user-agent': 'Anchorage-test/1',
      'content-length': '5',
    });
    expect(dav.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
    expect(exchanges).toEqual([
      expect.objectContaining({ method: 'PROPFIND', origin: new URL(dav.url).origin, status: 207 }),
    ]);
  });

  it('opens at most four sockets for 200 parallel writes', async () => {
    const path = new URL(dav.collectionUrl('contacts')).pathname;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => ask('PUT', `${path}${at}.vcf`, `UID:${at}`)),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(dav.connections.peak).toBeLessThanOrEqual(4);
    expect(dav.connections.opened).toBeLessThanOrEqual(4);
  });

  it.each([
    ['hangs', { kind: 'hang' }],
    ['drips', { kind: 'slow-drip', milliseconds: 20 }],
  ] as const)('gives up on a server that %s (F57)', async (_what, fault) => {
    dav.arm({ fault, times: 3 });
    await expect(ask('PROPFIND')).rejects.toMatchObject({ code: 'timeout' });
  });

  it('reads again after a reset, once', async () => {
    dav.arm({ fault: { kind: 'reset-before' } });
    expect((await ask('PROPFIND')).status).toBe(207);
    dav.arm({ fault: { kind: 'drop-midway' }, times: 2 });
    await expect(ask('PROPFIND')).rejects.toMatchObject({ code: 'unreachable' });
    expect(dav.requests).toHaveLength(4);
  });

  it.each(['PUT', 'DELETE'])('never repeats a %s', async (method) => {
    dav.arm({ fault: { kind: 'reset-after-applied' } });
    await expect(
      ask(method, '/dav/books/someone/contacts/a.vcf', method === 'PUT' ? 'UID:a' : undefined),
    ).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(dav.requests).toHaveLength(1);
  });

  it.each([
    ['announced', { 'content-length': '20000' }],
    ['found out', {}],
  ])('refuses a body that is too large, %s (F53)', async (_how, headers) => {
    dav.arm({ fault: { kind: 'answer', status: 200, body: 'x'.repeat(20_000), headers } });
    await expect(ask('GET')).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses a compressed body it never asked for (F53)', async () => {
    dav.arm({ fault: { kind: 'answer', status: 200, body: 'x', headers: { 'content-encoding': 'gzip' } } });
    await expect(ask('GET')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('follows redirects on the same origin with method, body and login', async () => {
    dav.arm({ fault: { kind: 'answer', status: 301, headers: { location: '/dav/principal/' } }, times: 2 });
    const answer = await ask('PROPFIND', '/dav/', '<x/>');
    expect(answer).toMatchObject({ status: 207, url: `${dav.url}dav/principal/` });
    expect(dav.requests.at(-1)).toMatchObject({ method: 'PROPFIND', body: '<x/>' });
    expect(dav.requests.at(-1)?.headers.authorization).toBeDefined();
  });

  it.each([
    ['another host', 'http://other.example.net/'],
    ['another port', 'http://127.0.0.1:9/'],
    ['a file', 'file:///etc/passwd'],
    ['nothing', 'http://'],
  ])('does not follow a redirect to %s', async (_where, location) => {
    dav.arm({ fault: { kind: 'answer', status: 302, headers: { location } } });
    await expect(ask('PROPFIND')).rejects.toMatchObject({ code: 'refused-redirect' });
  });

  it('ends a loop of redirects (F54)', async () => {
    dav.arm({ fault: { kind: 'answer', status: 307, headers: { location: '/dav/' } }, times: 50 });
    await expect(ask('PROPFIND')).rejects.toMatchObject({ code: 'refused-redirect' });
    expect(dav.requests).toHaveLength(6);
  });

  it('does not repeat a write where a 303 points', async () => {
    dav.arm({ fault: { kind: 'answer', status: 303, headers: { location: '/dav/' } } });
    await expect(ask('PUT', '/dav/books/someone/contacts/a.vcf', 'x')).rejects.toMatchObject({
      code: 'refused-redirect',
    });
  });

  it('stops when it is told to', async () => {
    dav.arm({ fault: { kind: 'hang' } });
    const reason = new Error('lock lost');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 30);
    const asked = transport.request({
      method: 'GET',
      url: dav.url,
      credentials: null,
      size: 'object',
      signal: controller.signal,
    });
    await expect(asked).rejects.toBe(reason);
  });

  it('says what is wrong with an address or a login', async () => {
    const { url } = dav;
    await dav.close();
    await expect(ask('GET')).rejects.toMatchObject({
      code: 'unreachable',
      message: 'GET failed (ECONNREFUSED)',
    });
    const withLogin = {
      method: 'GET',
      url: url.replace('//', '//a:b@'),
      credentials: null,
      size: 'object',
    } as const;
    await expect(transport.request(withLogin)).rejects.toMatchObject({ code: 'unsupported' });
    const colon = {
      method: 'GET',
      url,
      credentials: { username: 'a:b', password: 'c' },
      size: 'object',
    } as const;
    await expect(transport.request(colon)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('logins', () => {
  it.each([
    ['https://a.example.org/', 'https://a.example.org/x', true],
    ['http://a.example.org/', 'https://a.example.org/', true],
    ['https://a.example.org/', 'http://a.example.org/', false],
    ['https://a.example.org/', 'https://b.example.org/', false],
    ['https://caldav.icloud.com/', 'https://p42-caldav.icloud.com/', true],
    ['https://caldav.icloud.com/', 'https://evilicloud.com/', false],
  ])('given to %s may be sent to %s: %s', (from, to, expected) => {
    expect(mayShareLogin(new URL(from), new URL(to), ['icloud.com'])).toBe(expected);
  });
  it.each([
    [undefined, true],
    ['Basic realm="x"', true],
    ['Digest realm="x", Basic realm="y"', true],
    ['Digest realm="x", nonce="basically"', false],
    ['Bearer', false],
  ])('%j can be answered with Basic: %j', (header, expected) => {
    expect(acceptsBasic(header)).toBe(expected);
  });
});
