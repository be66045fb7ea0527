/** From a collection's row to the DAV collection behind it. */
import type { AccountId } from '@anchorage/model';
import { DavError } from '@anchorage/providers';
import type { CloudCollection } from '@anchorage/providers';
import type { Collection } from '@anchorage/store';
import type { Tools } from './tools.ts';

/** Throws `DavError` (`unsupported`) when the link names a provider that this version does not know. */
export async function openCloud(
  tools: Tools,
  accountId: AccountId,
  collection: Collection,
): Promise<CloudCollection> {
  const { links } = tools.store;
  const link = await links.get(accountId, collection.linkId);
  const provider = link === null ? undefined : tools.provider(link.provider);
  if (link === null || provider === undefined) {
    throw new DavError('unsupported', 'no such provider', { method: 'OPEN' });
  }
  const password = await links.password(accountId, link.id);
  return provider.open(
    { url: collection.url, kinds: collection.kinds },
    { username: link.username, password },
  );
}
