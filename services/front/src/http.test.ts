import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { contactText, createPhone } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let url: string;
beforeEach(async () => {
  rig = await createRig();
  ({ url } = await rig.serve());
});
afterEach(() => rig.close());

function post(body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : Buffer.from(body) });
}

/** First request and reply of a good session, to be damaged. */
async function recorded(encoding: 'xml' | 'wbxml'): Promise<Uint8Array> {
  let first = new Uint8Array();
  const phone = createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    encoding,
    datastores: { card: { type: 'text/x-vcard' } },
  });
  await phone.sync({
    onExchange: ({ ordinal, request }) => {
      if (ordinal === 1) first = Uint8Array.from(request);
    },
  });
  return first;
}

describe('HTTP', () => {
  it.each(['/sync', '/sync/', '/s', '/s/', '/sync?s=x'])(
    'greets a GET of %s with a line of text',
    async (path) => {
      const response = await fetch(new URL(path, url));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(response.headers.get('content-length')).not.toBeNull();
    },
  );

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s', async (method) => {
    const response = await fetch(url, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('POST');
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<html><body>login</body></html>'],
    ['XML of another kind', '<?xml version="1.0"?><feed/>'],
    ['text', 'hello'],
    ['WBXML cut short', Uint8Array.of(0x02, 0xa4, 0x01, 0x6a)],
    ['a WBXML string table without end', Uint8Array.of(0x02, 0xa4, 0x01, 0x6a, 0x8f, 0xff, 0xff, 0xff, 0x7f)],
    ['a document type with entities', '<!DOCTYPE SyncML [<!ENTITY a "b">]><SyncML>&a;</SyncML>'],
  ])('answers %s with 400', async (_, body) => {
    const response = await post(body, { 'content-type': 'application/vnd.syncml+wbxml' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(rig.log.at(-1)).toContain('"status":400');
  });

  it.each(['xml', 'wbxml'] as const)('takes no message that is cut short (%s)', async (encoding) => {
    const whole = await recorded(encoding);
    const before = (await rig.store.sessions.list(rig.accountId, 50)).length;
    for (const length of [1, 2, 5, 40, 200, whole.length - 20, whole.length - 3]) {
      expect((await post(whole.subarray(0, length))).status, `${length} octets`).toBe(400);
    }
    expect(await rig.store.sessions.list(rig.accountId, 50)).toHaveLength(before);
  });

  it.each(['xml', 'wbxml'] as const)('knows %s without being told', async (encoding) => {
    const message = Buffer.from(await recorded(encoding));
    for (const type of [
      '',
      'text/html',
      'application/octet-stream',
      'application/vnd.syncml+xml; charset=UTF-8',
    ]) {
      const response = await post(message, type === '' ? {} : { 'content-type': type });
      expect(response.status, type).toBe(200);
      expect(response.headers.get('content-type')).toBe(
        encoding === 'xml' ? 'application/vnd.syncml+xml; charset="utf-8"' : 'application/vnd.syncml+wbxml',
      );
    }
  });

  it('refuses a charset it does not know', async () => {
    const type = 'application/vnd.syncml+xml; charset=x-klingon';
    expect((await post(await recorded('xml'), { 'content-type': type })).status).toBe(415);
  });

  it.each(['deflate', 'gzip'])('takes a body packed with %s, and no bomb (F8)', async (encoding) => {
    const pack = encoding === 'deflate' ? deflateSync : gzipSync;
    const headers = { 'content-encoding': encoding };
    expect((await post(pack(await recorded('wbxml')), headers)).status).toBe(200);
    expect((await post(pack(Buffer.alloc(50_000_000)), headers)).status).toBe(413);
    expect((await post('no archive', headers)).status).toBe(400);
    expect((await post('x', { 'content-encoding': 'br' })).status).toBe(415);
  });

  it('answers in HTTP/1.0 without chunks', async () => {
    const message = Buffer.from(await recorded('wbxml'));
    const reply = await raw(
      Buffer.concat([
        Buffer.from(`POST /sync HTTP/1.0\r\nContent-Length: ${message.length}\r\n\r\n`),
        message,
      ]),
    );
    expect(reply).toContain('200 OK');
    expect(reply.toLowerCase()).toContain('content-length:');
    expect(reply.toLowerCase()).not.toContain('transfer-encoding');
  });

  it('refuses 20 MB at once (F8)', async () => {
    const started = performance.now();
    const response = await post(Buffer.alloc(20 * 1024 * 1024, 0x20));
    expect(response.status).toBe(413);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(rig.log.at(-1)).toContain('"status":413');
  });

  it('refuses a message of more parts than ten thousand items need', async () => {
    const good = Buffer.from(await recorded('xml')).toString('latin1');
    const bloated = (parts: number) => good.replace('<SyncBody>', `<SyncBody>${'<x/>'.repeat(parts)}`);
    expect((await post(bloated(80_000))).status).toBe(200);
    expect((await post(bloated(130_000))).status).toBe(400);
  });

  it('refuses 20 MB in chunks', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 20 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
    });
    const response = await fetch(url, { method: 'POST', body, duplex: 'half' });
    expect(response.status).toBe(413);
  });

  it.each([
    ['absolute target, no Host, HTTP/1.0', 'POST URL HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello', '400'],
    ['no Host in HTTP/1.1', 'GET /sync HTTP/1.1\r\nConnection: close\r\n\r\n', '200'],
    ['absolute target', 'GET URL HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '200'],
  ])('takes an odd request: %s', async (_, request, status) => {
    const reply = await raw(request.replace('URL', url));
    expect(reply.split('\r\n')[0]).toContain(status);
    expect(reply.toLowerCase()).toContain('content-length:');
    expect(reply.toLowerCase()).not.toContain('transfer-encoding');
  });
});

describe('the log', () => {
  it('holds no person and no secret', async () => {
    const phone = createPhone({
      url,
      username: 'rigphone',
      password: rig.password,
      deviceUri: 'IMEI:000000000000017',
      auth: 'basic',
      datastores: { card: { type: 'text/x-vcard' } },
    });
    phone.add('card', contactText(1, 'text/x-vcard', { family: 'Canaryname', note: 'canary note' }));
    await phone.sync();
    await createPhone({
      url,
      username: 'canary-user',
      password: 'canary-wrong',
      deviceUri: 'IMEI:000000000000033',
      datastores: { card: { type: 'text/x-vcard' } },
    }).sync();
    await post('<SyncML>canary garbage</SyncML>');
    const log = rig.log.join('\n');
    expect(log).toContain('message answered');
    expect(log).toContain('message refused');
    expect(log).not.toMatch(/canary/i);
    expect(log).not.toContain('000000000000');
    expect(log).not.toContain(Buffer.from(`rigphone:${rig.password}`).toString('base64'));
  });
});

function raw(request: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (chunk: Buffer) => (reply += chunk.toString('latin1')));
    socket.on('end', () => resolve(reply));
    socket.on('error', reject);
  });
}
