/** In a slow sync a LUID may stand for another item than we remember. */
import type { Pair } from '@anchorage/reconcile';
import type { ItemId } from '@anchorage/model';
import type { Mapping } from '@anchorage/store';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';
import { nowhere } from './remove.ts';
import { placeOf } from './slow.ts';

/**
 * Makes the LUID's mapping what the match says and returns it; null when the item is new. `current`: what the LUID is
 * mapped to until now.
 */
export async function relink(
  desk: Desk,
  frame: Frame,
  luid: string,
  current: Mapping | null,
  pair: Pair<ItemId> | undefined,
): Promise<Mapping | null> {
  const { accountId, datastore } = frame;
  if (current !== null && pair !== undefined && placeOf(current) === placeOf(pair)) return current;
  if (pair === undefined) {
    if (current === null) return null;
    const item = await desk.item(current.itemId);
    // Its item has gone: what was sent lives on under this LUID. Else the phone uses the LUID for something else now.
    if (item === null || item.deleted) return current;
    await release(desk, frame, current);
    return null;
  }
  if (current !== null) await release(desk, frame, current);
  await desk.flush();
  const state = { luid, view: null, revision: 0, pending: false };
  const mapped = await desk.tx.mappings.byItems(accountId, datastore.id, [pair.itemId]);
  const there = mapped.find(({ recurrenceId }) => recurrenceId === pair.recurrenceId);
  if (there !== undefined) {
    if (there.luid !== null) desk.byLuid.delete(there.luid);
    await desk.tx.mappings.update(accountId, there.id, { ...state, withdrawn: false });
    return { ...there, ...state, withdrawn: false };
  }
  const { itemId, recurrenceId } = pair;
  await desk.tx.mappings.insert(accountId, [
    { ...state, datastoreId: datastore.id, guid: null, itemId, recurrenceId },
  ]);
  const [made] = await desk.tx.mappings.byLuids(accountId, datastore.id, [luid]);
  return made ?? null;
}

/** The item is no longer known under that LUID; unless another LUID takes it over the phone gets it again. */
async function release(desk: Desk, { accountId }: Frame, mapping: Mapping): Promise<void> {
  if (mapping.luid !== null) desk.byLuid.delete(mapping.luid);
  await desk.tx.mappings.update(accountId, mapping.id, nowhere);
}
