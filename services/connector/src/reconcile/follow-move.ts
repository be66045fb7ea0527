/**
 * Moved in the cloud from one collection to another: deleted here, there under the same UID. For the phone it is the same
 * item. Without this an edit would bring it back in the old place, beside itself in the new one, and a Delete would
 * be forgotten.
 */
import { kindOfText } from '@anchorage/pim';
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';

/** The mapping as it is then; `mapping` itself when nothing has moved. */
export async function followMove(desk: Desk, frame: Frame, mapping: Mapping): Promise<Mapping> {
  const { accountId, datastore, collections, pim } = frame;
  const item = await desk.item(mapping.itemId);
  const uid = item?.uid ?? null;
  if (item === null || uid === null || !item.deleted || mapping.luid === null) return mapping;
  for (const { id } of collections) {
    if (id === item.collectionId) continue;
    const named = await desk.tx.items.byUids(accountId, id, [uid]);
    const kind = kindOfText(item.body);
    const there = named.find((other) => !other.deleted && kindOfText(other.body) === kind);
    if (there === undefined || !holds(there)) continue;
    await desk.flush();
    const others = await desk.tx.mappings.byItems(accountId, datastore.id, [there.id]);
    const other = others.find(({ recurrenceId }) => recurrenceId === mapping.recurrenceId);
    // The phone has the new one as an item of its own already.
    if (other !== undefined && (other.luid !== null || other.guid !== null)) continue;
    if (other !== undefined) await desk.tx.mappings.remove(accountId, [other.id]);
    const moved = { itemId: there.id, revision: 0 };
    await desk.tx.mappings.update(accountId, mapping.id, moved);
    return { ...mapping, ...moved };
  }
  return mapping;

  function holds({ body }: StoredItem): boolean {
    const ids = digest(() => pim.occurrences(body).includes(mapping.recurrenceId));
    return ids.ok && ids.value;
  }
}
