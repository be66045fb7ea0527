/** The front behind what ends TLS for it, as operators run it (SyncML HTTP Binding 1.2.1, 5.4). */
import { request as httpRequest } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import type { Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions, Transport } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card30 } from './texts.ts';

let world: PhoneWorld;
let edge: Edge;
afterEach(async () => {
  await edge.close();
  await world.close();
});

/** Both ends of a TLS connection know this key: no certificate has to be made or kept for the test. */
const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const tls = { ciphers: 'PSK-AES128-CBC-SHA256', maxVersion: 'TLSv1.2' } as const;

interface Edge {
  readonly url: string;
  close(): Promise<void>;
}

/** Takes TLS, hands on plain HTTP, and says so as proxies do. */
async function openEdge(front: string): Promise<Edge> {
  const server: Server = createServer({ ...tls, pskCallback: () => key }, (incoming, outgoing) =>
    forward(front, incoming, outgoing),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/sync`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(front: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const headers = {
    ...incoming.headers,
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-host': incoming.headers.host ?? '',
  };
  const { method = 'GET', url = '/' } = incoming;
  const onward = httpRequest(new URL(url, front), { method, headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

/** The phone's end. A URL of plain HTTP is followed as it is, so that a RespURI which left TLS would be seen. */
const transport: Transport = async (url, headers, body) => {
  if (!url.startsWith('https:')) return httpTransport(url, headers, body);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const identity = { identity: 'phone', psk: key };
  const options = { ...tls, pskCallback: () => identity, checkServerIdentity: () => undefined };
  const request = httpsRequest(
    url,
    { ...options, method: 'POST', headers: { ...headers, 'content-length': String(body.byteLength) } },
    resolve,
  );
  request.on('error', reject);
  request.end(body);
  const reply = await promise;
  return {
    status: reply.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: await buffer(reply),
  };
};

function phone(url: string, options: Partial<PhoneOptions> = {}): Phone {
  const { username, password } = world;
  return createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000017',
    auth: 'basic',
    transport,
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

async function open(trustProxy: boolean): Promise<void> {
  world = await createPhoneWorld({ basicOverHttp: false }, { trustProxy });
  edge = await openEdge(world.url);
}

describe('TLS before the front', () => {
  it('carries a whole sync, with RespURI in https and the password in clear (DS-170)', async () => {
    await open(true);
    const holder = phone(edge.url);
    world.cloudPut('contacts', 'a.vcf', card30('Adler', '+1 555 0150'));
    holder.add('card', card30('Buchner', '+1 555 0151').replace('3.0', '2.1'));
    const urls: string[] = [];
    const report = await holder.sync({
      onExchange: ({ url, reply }) => {
        urls.push(url, decodeMessage(reply).message.header.respUri ?? edge.url);
      },
    });
    expect(report.outcome).toBe('finished');
    expect(report.headerStatuses[0]).toBe(212);
    expect(holder.items('card').size).toBe(2);
    expect(await world.delivered('contacts')).toHaveLength(2);
    expect(urls.every((url) => url.startsWith(edge.url))).toBe(true);
    expect(urls.some((url) => url.includes('?s='))).toBe(true);
  });

  it.each([
    ['without it, from a phone that comes past it', true, () => world.url],
    ['through it, where the operator does not vouch for it', false, () => edge.url],
  ])('is what a password in clear is taken for: not %s (DS-170)', async (_, trustProxy, url) => {
    await open(trustProxy);
    // Nobody told us of TLS, so our RespURI would lead the phone past it.
    const report = await phone(url(), { followRespUri: false }).sync();
    // Asked for md5 instead, which tells nobody the password.
    expect(report.headerStatuses.slice(0, 2)).toEqual([401, 212]);
  });
});
