/** A transport for tests: loopback allowed, deadlines short. */
import { createCollection } from '../collection.ts';
import type { CloudCollection, CollectionInfo, DavCredentials } from '../contract.ts';
import { createDavTransport } from '../transport/transport.ts';
import type { DavTransport, DavTransportOptions } from '../transport/messages.ts';

export const someone: DavCredentials = { username: 'someone', password: 'sečret' };

export function openTestTransport(options: Partial<DavTransportOptions> = {}): DavTransport {
  return createDavTransport({
    userAgent: 'Anchorage-test/1',
    allowPrivateAddresses: true,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => new Uint8Array(length), id: () => 'id' },
    ...options,
    limits: { connect: 500, headers: 400, body: 400, overall: 2_000, ...options.limits },
  });
}

export function openTestCollection(
  transport: DavTransport,
  url: string,
  kinds: CollectionInfo['kinds'] = ['contact'],
): CloudCollection {
  return createCollection({ transport, url, kinds, credentials: someone });
}

export function card(uid: string, name = uid): string {
  return ['BEGIN:VCARD', 'VERSION:3.0', `UID:${uid}`, `FN:${name}`, 'END:VCARD', ''].join('\r\n');
}
