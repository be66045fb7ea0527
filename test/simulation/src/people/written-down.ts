/** What the gateway knows of the cloud, where what becomes of an item hangs on it. */
import type { StoredItem } from '@anchorage/store';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';
import type { Content } from './content.ts';

/**
 * Has the gateway written down that the cloud has it? Before, a PUT whose answer was lost looks like one that never
 * arrived: it brings back what somebody deleted meanwhile, because losing it would be worse.
 */
export async function isConfirmed(
  ground: Ground,
  account: SimulatedAccount,
  content: Content,
  name: string,
): Promise<boolean> {
  const rows = await rowsOf(ground, account, content, [name]);
  return rows.some(({ etag, base }) => etag !== null || base !== null);
}

/**
 * Has the cloud stored it without an ETag, and the gateway not read what it made of it? What is found there then may be
 * somebody's edit, and lives on although a phone deletes it.
 */
export async function isUnread(
  ground: Ground,
  account: SimulatedAccount,
  content: Content,
  token: string,
): Promise<boolean> {
  const names = account.dav
    .members(content.collection)
    .filter(({ body }) => content.read(body)?.token === token)
    .map(({ name }) => name);
  const rows = await rowsOf(ground, account, content, names);
  return rows.some(({ etag, base }) => etag === null && base !== null);
}

async function rowsOf(
  { store }: Ground,
  { id, dav }: SimulatedAccount,
  { collection }: Content,
  names: readonly string[],
): Promise<readonly StoredItem[]> {
  const path = dav.collectionPath(collection);
  const row = (await store.collections.list(id)).find(({ url }) => url.endsWith(path));
  if (row === undefined) return [];
  return store.items.byHrefs(
    id,
    row.id,
    names.map((name) => row.url + name),
  );
}
