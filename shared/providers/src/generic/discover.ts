/** Any server that follows the standards, found from what was typed. */
import { discover as discoverDav, type DavTransport } from '@anchorage/dav';
import type { Discovered, LinkRequest } from '../contract.ts';
import { addressOf } from './link.ts';
import { generatedCollections, hiddenRoots } from './quirks.ts';

export async function discover(
  transport: DavTransport,
  request: LinkRequest,
  signal: AbortSignal | undefined,
): Promise<Discovered> {
  const found = await discoverDav({
    transport,
    url: addressOf(request.url),
    credentials: request.credentials,
    signal,
    extraPaths: hiddenRoots,
  });
  return {
    ...found,
    collections: found.collections.map((collection) => ({
      ...collection,
      readOnly: collection.readOnly || generatedCollections.some((pattern) => pattern.test(collection.url)),
    })),
  };
}
