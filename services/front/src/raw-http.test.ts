/** The HTTP of old phones and WAP gateways, octet by octet (SyncML HTTP Binding 1.2.1, 5). */
import { deflateRawSync, deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { contactText, createPhone } from '@anchorage/kit';
import type { PhoneOptions } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { head, openSocket, rawHttp } from './testing/raw-http.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

const wbxml = 'application/vnd.syncml+wbxml';

let rig: Rig;
let url: string;
let message: Buffer;
beforeEach(async () => {
  rig = await createRig();
  ({ url } = await rig.serve());
  message = await firstMessage();
});
afterEach(() => rig.close());

describe('request targets and framing', () => {
  it.each([
    ['HTTP/1.0, no Host, Connection: close', 'POST /sync HTTP/1.0', { Connection: 'close' }],
    ['HTTP/1.0 without Connection', 'POST /sync HTTP/1.0', {}],
    ['HTTP/1.1 without Host', 'POST /sync HTTP/1.1', { Connection: 'close' }],
    ['another host in the target', 'POST http://sync.example.org/sync HTTP/1.1', { Connection: 'close' }],
    ['target and Host disagree', 'POST http://sync.example.org:80/s HTTP/1.0', { Host: 'wap.example.org' }],
    ['scheme in upper case', 'POST HTTP://SYNC.EXAMPLE.ORG/sync/ HTTP/1.0', {}],
    ['the server itself', 'POST * HTTP/1.1', { Connection: 'close' }],
    ['a query that is not ours', 'POST /sync?id=7&x HTTP/1.0', {}],
    ['empty Host', 'POST /sync HTTP/1.1', { Host: '', Connection: 'close' }],
  ])('DS-163, DS-171: takes %s, and answers with a length', async (_, line, headers) => {
    const reply = await rawHttp(url, head(line, { ...typical(), ...headers }), message);
    expect(reply.status).toBe(200);
    expectWhole(reply);
  });

  it('says in RespURI where the phone thinks it is', async () => {
    const line = 'POST http://sync.example.org/sync HTTP/1.0';
    const reply = await rawHttp(url, head(line, { ...typical(), Host: 'wap.example.org' }), message);
    const { header } = decodeMessage(reply.body).message;
    expect(header.respUri).toMatch(/^http:\/\/sync\.example\.org\/sync\?s=/);
    const bad = await rawHttp(url, head('POST http://a@b"/sync HTTP/1.0', typical()), await firstMessage(2));
    expect(bad.status === 400 || !bad.body.includes('a@b')).toBe(true);
  });

  it('keeps an HTTP/1.0 connection only if asked', async () => {
    const kept = { ...typical(), Connection: 'Keep-Alive' };
    const reply = await rawHttp(
      url,
      head('POST /sync HTTP/1.0', kept),
      message,
      head('GET /sync HTTP/1.0', {}),
    );
    expect(reply.all.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  it.each([
    ['one chunk', (body: Buffer) => [chunk(body), '0\r\n\r\n']],
    ['chunks of 7 octets', (body: Buffer) => [...sliced(body, 7).map((slice) => chunk(slice)), '0\r\n\r\n']],
    ['extensions and a trailer', (body: Buffer) => [chunk(body, ';a=b'), '0\r\nX-Sum: 1\r\n\r\n']],
  ])('DS-165: takes a body in %s', async (_, split) => {
    const headers = { 'Content-Type': wbxml, 'Transfer-Encoding': 'chunked', Connection: 'close' };
    const reply = await rawHttp(url, head('POST /sync HTTP/1.1', headers), ...split(message));
    expect(reply.status).toBe(200);
    expectWhole(reply);
  });

  it('refuses a length and chunks together, which hide a second request', async () => {
    const headers = { ...typical(), 'Transfer-Encoding': 'chunked', Host: 'x' };
    const reply = await rawHttp(url, head('POST /sync HTTP/1.1', headers), chunk(message), '0\r\n\r\n');
    expect(reply.status).toBe(400);
  });

  it('answers Expect: 100-continue before the body comes', async () => {
    const { socket, ended } = openSocket(url);
    const interim = new Promise<string>((resolve) =>
      socket.once('data', (data: Buffer) => resolve(data.toString('latin1'))),
    );
    const headers = { ...typical(), Expect: '100-continue', Connection: 'close' };
    socket.write(head('POST /sync HTTP/1.1', headers));
    expect(await interim).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    socket.write(message);
    expect((await ended).toString('latin1')).toContain('HTTP/1.1 200 OK');
  });

  it('passes over empty lines behind a body', async () => {
    const first = head('POST /sync HTTP/1.1', { ...typical(), Host: 'x' });
    const second = head('GET /sync HTTP/1.1', { Host: 'x', Connection: 'close' });
    const reply = await rawHttp(url, first, message, '\r\n', '\r\n', second);
    expect(reply.all.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  it('DS-168: syncs with HTTP/1.0 and a connection for each message', async () => {
    await rig.put('card', contactText(7, 'text/x-vcard'));
    let posts = 0;
    const phone = phoneWith({
      async transport(to, headers, body) {
        posts++;
        const { search } = new URL(to);
        const line = `POST http://sync.example.org/sync${search} HTTP/1.0`;
        const length = String(body.byteLength);
        return rawHttp(url, head(line, { ...headers, 'Content-Length': length }), body);
      },
    });
    phone.add('card', contactText(1, 'text/x-vcard'));
    await phone.sync();
    expect(await rig.texts('card')).toHaveLength(2);
    expect(posts).toBeGreaterThan(2);
  });

  it('DS-164: lets nobody keep a reply', async () => {
    const reply = await rawHttp(url, head('POST /sync HTTP/1.0', typical()), message);
    expect(reply.headers['cache-control']).toBe('no-store, private');
  });

  it('F1: stores nothing of a body that breaks off', async () => {
    const before = (await rig.store.sessions.list(rig.accountId, 50)).length;
    const { socket, ended } = openSocket(url);
    socket.write(head('POST /sync HTTP/1.1', { ...typical(), Host: 'x' }));
    socket.write(message.subarray(0, message.length - 1));
    setTimeout(() => socket.destroy(), 50);
    await ended;
    const logged = () => rig.log.some((line) => line.includes('"code":"aborted"'));
    await expect.poll(logged).toBe(true);
    expect(await rig.store.sessions.list(rig.accountId, 50)).toHaveLength(before);
    expect((await rawHttp(url, head('POST /sync HTTP/1.0', typical()), message)).status).toBe(200);
  });

  it('F11: answers a message that a gateway sends twice at once with the same octets', async () => {
    const request = [head('POST /sync HTTP/1.0', typical()), message] as const;
    const before = (await rig.store.sessions.list(rig.accountId, 50)).length;
    const [one, two] = await Promise.all([rawHttp(url, ...request), rawHttp(url, ...request)]);
    expect(one.body.equals(two.body)).toBe(true);
    expect(await rig.store.sessions.list(rig.accountId, 50)).toHaveLength(before + 1);
  });
});

describe('what is accepted', () => {
  it.each([
    '',
    'application/vnd.syncml+wbxml; charset=UTF-8',
    'application/vnd.syncml+wbxml;charset="utf-8"',
    'APPLICATION/VND.SYNCML+WBXML; Charset=Utf-8',
    'application/vnd.syncml+xml',
    'text/xml',
    'application/octet-stream',
    ';;',
  ])('DS-167: Content-Type “%s” gets WBXML, named exactly', async (type) => {
    const { 'Content-Type': _, ...bare } = typical();
    const headers = type === '' ? bare : { ...bare, 'Content-Type': type };
    const reply = await rawHttp(url, head('POST /sync HTTP/1.0', headers), message);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe(wbxml);
  });

  it.each(['application/vnd.syncml+xml', 'text/html;q=0.1', '*/*;q=0', 'application/vnd.syncml+wbxml'])(
    'DS-166: Accept “%s” does not change what the phone speaks',
    async (accept) => {
      const headers = { ...typical(), Accept: accept };
      const reply = await rawHttp(url, head('POST /sync HTTP/1.0', headers), message);
      expect(reply.headers['content-type']).toBe(wbxml);
    },
  );

  it.each([
    ['x-foo', 406],
    ['iso-8859-1', 406],
    ['iso-8859-1, utf-8;q=0', 406],
    ['*;q=0', 406],
    ['us-ascii, *;q=0.0', 406],
    ['UTF-8', 200],
    ['iso-8859-1;q=0.9, "utf-8";q=0.1', 200],
    ['iso-8859-1, *;q=0.5', 200],
    ['*;q=0, utf-8', 200],
    ['', 200],
    [',;', 200],
  ])('DS-166: Accept-Charset “%s” is answered %i', async (charset, status) => {
    const headers = { ...typical(), 'Accept-Charset': charset };
    const reply = await rawHttp(url, head('POST /sync HTTP/1.0', headers), message);
    expect(reply.status).toBe(status);
    expect(reply.body.length === 0).toBe(status === 406);
    expectWhole(reply);
  });
});

describe('compression', () => {
  it.each([
    ['deflate', deflateSync],
    ['Deflate ', deflateSync],
    ['deflate', deflateRawSync],
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
  ] as const)('DS-169: takes %s, no bomb and nothing cut off (%#)', async (encoding, compress) => {
    const send = (body: Uint8Array) => {
      const headers = { ...typical(body), 'Content-Encoding': encoding };
      return rawHttp(url, head('POST /sync HTTP/1.0', headers), body);
    };
    const packed = compress(message);
    expect((await send(packed)).status).toBe(200);
    expect((await send(packed.subarray(0, packed.length - 9))).status).toBe(400);
    expect((await send(compress(Buffer.alloc(30_000_000)))).status).toBe(413);
  });

  it.each([
    ['off', 'deflate', false, false],
    ['requests', 'deflate', true, false],
    ['requests', undefined, false, false],
    ['requests', 'gzip, *', false, false],
    ['both', 'gzip, Deflate;q=0.5', true, true],
    ['both', 'deflate;q=0', false, false],
    ['both', undefined, false, false],
  ] as const)(
    'set to %s, asked for %s: advertised %s, packed %s',
    async (compression, asked, told, packed) => {
      const front = await rig.serve({ settings: { compression } });
      const headers = { ...typical(), ...(asked === undefined ? {} : { 'Accept-Encoding': asked }) };
      const reply = await rawHttp(front.url, head('POST /sync HTTP/1.0', headers), message);
      expect(reply.headers['accept-encoding']).toBe(told ? 'deflate' : undefined);
      expect(reply.headers['content-encoding']).toBe(packed ? 'deflate' : undefined);
      expect(reply.headers['content-type']).toBe(wbxml);
      expectWhole(reply);
      const body = packed ? inflateSync(reply.body) : reply.body;
      expect(decodeMessage(body).dialect.encoding).toBe('wbxml');
    },
  );

  it('sends a stored reply packed or not as each request asks', async () => {
    const { url: both } = await rig.serve({ settings: { compression: 'both' } });
    const plain = await rawHttp(both, head('POST /sync HTTP/1.0', typical()), message);
    const asking = { ...typical(), 'Accept-Encoding': 'deflate' };
    const packed = await rawHttp(both, head('POST /sync HTTP/1.0', asking), message);
    expect(inflateSync(packed.body).equals(plain.body)).toBe(true);
  });
});

function phoneWith(options: Partial<PhoneOptions> = {}) {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    encoding: 'wbxml',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

/** The first message of a phone that logs in with it; no front has seen it. */
async function firstMessage(phone = 1): Promise<Buffer> {
  let first = Buffer.alloc(0);
  const caught = phoneWith({
    deviceUri: `IMEI:00000000000001${phone}`,
    auth: 'basic',
    transport: (_url, _headers, body) => {
      first = Buffer.from(body);
      return Promise.reject(new Error('caught'));
    },
  });
  await expect(caught.sync()).rejects.toThrow('caught');
  return first;
}

function typical(body: Uint8Array = message) {
  return { 'Content-Type': wbxml, 'Content-Length': String(body.byteLength) };
}

function expectWhole(reply: Awaited<ReturnType<typeof rawHttp>>): void {
  expect(reply.headers['transfer-encoding']).toBeUndefined();
  expect(Number(reply.headers['content-length'])).toBe(reply.body.length);
}

function chunk(data: Uint8Array, extension = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`${data.byteLength.toString(16)}${extension}\r\n`),
    data,
    Buffer.from('\r\n'),
  ]);
}

function sliced(data: Buffer, size: number): Buffer[] {
  const slices: Buffer[] = [];
  for (let at = 0; at < data.length; at += size) slices.push(data.subarray(at, at + size));
  return slices;
}
