/** Any CalDAV and CardDAV server: Nextcloud, Radicale, xandikos, Baikal, Fastmail, iCloud with an app password. */
import { createCollection, type DavTransport } from '@anchorage/dav';
import type { Provider } from '../contract.ts';
import { discover } from './discover.ts';

export function createGenericProvider(transport: DavTransport): Provider {
  return {
    name: 'generic',
    discover: (request, signal) => discover(transport, request, signal),
    open: ({ url, kinds }, credentials) => createCollection({ transport, url, kinds, credentials }),
    close: () => transport.close(),
  };
}
