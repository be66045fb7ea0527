/** What the gateway knows of the cloud, where what becomes of an item hangs on it. */
import type { StoredItem } from '@anchorage/store';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';
import type { Content } from './content.ts';

/**
 * Has the gateway written down that the cloud has the item, and waits with no change of it? Before, a PUT whose answer was
 * lost looks like one that never arrived: what waits brings back what somebody deleted meanwhile, because losing it would
 * be worse. Where a phone and the cloud show the same and a change waits all the same, it has arrived so.
 */
export async function isConfirmed(
  ground: Pick<Ground, 'store'>,
  account: Pick<SimulatedAccount, 'id' | 'dav'>,
  content: Content,
  name: string,
): Promise<boolean> {
  const rows = await rowsOf(ground, account, content, [name]);
  const waiting = await ground.store.journal.list(account.id, ['pending', 'failed'], everyRow);
  return rows.some(
    ({ id, etag, base }) =>
      (etag !== null || base !== null) && !waiting.some(({ itemId, op }) => itemId === id && op !== 'delete'),
  );
}

/**
 * Has the cloud stored a create without an ETag, or anything as another text than it was ever given, and the gateway not read
 * what it made of it? What is found there then may be somebody's edit, and lives on although a phone deletes it.
 */
export async function isUnread(
  ground: Pick<Ground, 'store'>,
  account: Pick<SimulatedAccount, 'id' | 'dav'>,
  content: Content,
  token: string,
): Promise<boolean> {
  const members = account.dav
    .members(content.collection)
    .filter(({ body }) => content.read(body)?.token === token);
  for (const { name, body } of members) {
    for (const row of await rowsOf(ground, account, content, [name])) {
      if (row.etag !== null && row.base === body) continue;
      if (row.etag === null && row.base !== null) return true;
      const earlier = await ground.store.items.versions(account.id, row.id, everyRow);
      if (![row, ...earlier].some((state) => state.body === body)) return true;
    }
  }
  return false;
}

async function rowsOf(
  { store }: Pick<Ground, 'store'>,
  { id, dav }: Pick<SimulatedAccount, 'id' | 'dav'>,
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

/** More than a run ever has waiting. */
const everyRow = 10_000;
