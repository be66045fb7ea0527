/** F17: slow phones get through, those that only hold a connection do not, and nobody waits for them. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { phoneServerOptions } from './front-settings.ts';
import { guardConnections } from './guard-connections.ts';
import { cutOffSlowReader } from './middleware/cut-off-slow-reader.ts';
import { createSlowBodies } from './slow-bodies.ts';
import type { SlowVerdict } from './slow-bodies.ts';
import { head, openSocket, rawHttp } from './testing/raw-http.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

describe('createSlowBodies', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const options = { minRate: 100, windowMs: 30_000, perAddress: 2 };

  it.each([
    ['GPRS, 2000 octets a second', 90, () => 2_000, null],
    ['just above the floor', 90, () => 101, null],
    ['25 s in a tunnel', 120, (second: number) => (second % 40 < 25 ? 0 : 2_000), null],
    ['an octet a second', 90, () => 1, 'too-slow'],
    ['fast at first, then nothing', 120, (second: number) => (second < 5 ? 100_000 : 0), 'too-slow'],
    ['nothing at all', 60, () => 0, 'too-slow'],
  ] as const)('judges %s', (_, seconds, rate, verdict) => {
    const body = new PassThrough();
    const refuse = vi.fn<(verdict: SlowVerdict) => void>();
    const stop = createSlowBodies(options).watch(body, 'a', (said) => {
      refuse(said);
      stop();
    });
    for (let second = 0; second < seconds; second++) {
      body.emit('data', Buffer.alloc(rate(second)));
      vi.advanceTimersByTime(1_000);
    }
    expect(refuse.mock.calls).toEqual(verdict === null ? [] : [[verdict]]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not cut off within the window, however little comes', () => {
    const refuse = vi.fn<(verdict: SlowVerdict) => void>();
    const stop = createSlowBodies(options).watch(new PassThrough(), 'a', refuse);
    vi.advanceTimersByTime(29_999);
    expect(refuse).not.toHaveBeenCalled();
    stop();
  });

  it('takes only so many slow ones of an address, and any number of quick ones', () => {
    const slowBodies = createSlowBodies({ ...options, minRate: 0 });
    const watch = (address: string) => {
      const refuse = vi.fn<(verdict: SlowVerdict) => void>();
      return { refuse, stop: slowBodies.watch(new PassThrough(), address, refuse) };
    };
    for (let i = 0; i < 20; i++) watch('a').stop();
    const [first, second, third, other] = [watch('a'), watch('a'), watch('a'), watch('b')];
    vi.advanceTimersByTime(5_000);
    expect(third.refuse.mock.calls).toEqual([['crowded']]);
    third.stop();
    first.stop();
    const fourth = watch('a');
    vi.advanceTimersByTime(600_000);
    for (const { refuse, stop } of [first, second, fourth, other]) {
      expect(refuse).not.toHaveBeenCalled();
      stop();
    }
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('F17: over a socket', () => {
  let rig: Rig;
  beforeEach(async () => void (rig = await createRig()));
  afterEach(() => rig.close());

  const request = head('POST /sync HTTP/1.1', { Host: 'x', 'Content-Length': '5000' });

  it('cuts off a body that stands still, with 408, and serves others meanwhile', async () => {
    const { url } = await rig.serve({ settings: { rateWindow: 300, minRate: 1_000 } });
    const slow = [1, 2, 3, 4].map(() => openSocket(url));
    for (const { socket } of slow) socket.write(`${request}x`);
    expect((await rawHttp(url, head('GET /sync HTTP/1.0', {}))).status).toBe(200);
    for (const { ended } of slow) {
      const reply = (await ended).toString('latin1');
      expect(reply).toMatch(/^HTTP\/1\.1 408 /);
      expect(reply).toMatch(/^connection: close\r$/im);
    }
  });

  it('lets a body through that comes slowly and steadily', async () => {
    const { url } = await rig.serve({ settings: { rateWindow: 300, minRate: 1_000 } });
    const { socket, ended } = openSocket(url);
    socket.write(head('POST /sync HTTP/1.0', { 'Content-Length': '4000' }));
    for (let sent = 0; sent < 4_000; sent += 200) {
      socket.write('x'.repeat(200));
      await delay(30);
    }
    // Read to its end and found to be no message.
    expect((await ended).toString('latin1')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('turns away the slow ones beyond the cap with 503', async () => {
    const { url } = await rig.serve({ settings: { rateWindow: 300, minRate: 0, slowPerAddress: 2 } });
    const slow = [1, 2, 3, 4, 5].map(() => openSocket(url));
    let over = 0;
    for (const { socket, ended } of slow) {
      socket.write(`${request}x`);
      void ended.then((octets) => (over += octets.toString('latin1').includes('503') ? 1 : 0));
    }
    await expect.poll(() => over).toBe(3);
    for (const { socket } of slow) socket.destroy();
    expect(rig.log.filter((line) => line.includes('"code":"crowded"'))).toHaveLength(3);
    expect(rig.log.some((line) => line.includes('"level":"error"'))).toBe(false);
  });
});

describe('guardConnections', () => {
  let server: Server;
  let url: string;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    const timing = { headersTimeout: 200, connectionsCheckingInterval: 50 };
    server = createServer({ ...phoneServerOptions, ...timing }, (_, response) => response.end('here'));
    guardConnections(server, { perAddress: 3, exempt: () => false });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = () => {
    const opened = openSocket(url);
    sockets.push(opened.socket);
    return opened;
  };

  it('drops the oldest that sends no whole headers, and serves the newest', async () => {
    const oldest = open();
    oldest.socket.write('POST /sync HTTP/1.1\r\nX-A:');
    await delay(20);
    for (let i = 0; i < 2; i++) open().socket.write('POST /sync HTTP/1.1\r\nX-A:');
    await delay(20);
    expect((await rawHttp(url, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect(await oldest.ended).toHaveLength(0);
  });

  it('cuts off headers that never end (408)', async () => {
    const { socket, ended } = open();
    socket.write('POST /sync HTTP/1.1\r\nX-A: 1\r\n');
    expect((await ended).toString('latin1')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('counts kept connections that wait for another request', async () => {
    const kept: ReturnType<typeof open>[] = [];
    for (let i = 0; i < 4; i++) {
      const opened = open();
      kept.push(opened);
      const answered = new Promise((resolve) => opened.socket.once('data', resolve));
      opened.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await answered;
    }
    expect(await kept[0]?.ended).not.toHaveLength(0);
    expect(kept.slice(1).every(({ socket }) => !socket.destroyed)).toBe(true);
  });
});

describe('F17: cutOffSlowReader', () => {
  it.each([
    ['cuts off who does not read', false],
    ['leaves a reader alone', true],
  ])('%s', async (_, reads) => {
    const size = 50_000_000;
    const server = createServer((_request, response) => {
      response.setHeader('Content-Length', size);
      response.end(Buffer.alloc(size));
      cutOffSlowReader(response, reads ? 10_000 : 200);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { socket, ended } = openSocket(`http://127.0.0.1:${port}/`);
    const closed = new Promise<void>((resolve) =>
      server.once('request', ({ socket: theirs }) => theirs.once('close', () => resolve())),
    );
    if (!reads) socket.pause();
    socket.write('GET / HTTP/1.0\r\n\r\n');
    await closed;
    socket.resume();
    expect((await ended).length >= size).toBe(reads);
    await new Promise((resolve) => server.close(resolve));
  });
});
