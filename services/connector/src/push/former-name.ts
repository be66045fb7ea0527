/**
 * An item that cannot be created under its name gets another one, while a create under the old name may still be on its way:
 * that of a worker that hung, or one that nobody waits for any more. What it makes would be a stranger to the next refresh,
 * and everybody would have the item twice. So the old name stays, as that of an item deleted before the server had it.
 */
import { asId } from '@anchorage/model';
import type { StoredItem, Tables } from '@anchorage/store';
import { mostStates } from '../own-write.ts';
import { cause } from './scope.ts';
import type { PushScope } from './scope.ts';

/** `former`: the item as it was; its name must be free by now. With all its states: any of them may still arrive. */
export async function keepFormerName(
  { tools, accountId, collection }: PushScope,
  tx: Tables,
  former: StoredItem,
  revision: number,
): Promise<void> {
  const versions = await tx.items.versions(accountId, former.id, mostStates);
  const earlier = versions.filter(({ madeBy }) => madeBy.kind !== 'lost').map(({ body }) => body);
  const [first, ...later] = [...earlier.toReversed(), former.body];
  const id = asId<'item'>(tools.random.id());
  const { uid, href } = former;
  const named = { id, collectionId: collection.id, uid, href, etag: null, base: null };
  await tx.items.insert(accountId, [{ ...named, body: first, revision }], cause);
  for (const body of later) await tx.items.update(accountId, id, { body }, cause);
  await tx.items.update(accountId, id, { deleted: true }, cause);
}
