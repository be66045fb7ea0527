/** In a slow sync a LUID may stand for another item than we remember. */
import type { Pair } from '@anchorage/reconcile';
import type { ItemId } from '@anchorage/model';
import type { Mapping } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';
import { nowhere } from './remove.ts';
import { placeOf } from './slow.ts';

/**
 * Makes the LUID's mapping what the match says and returns it; null when the item is new. `current`: what the LUID is
 * mapped to until now. `incoming`: the view of what was sent under it.
 */
export async function relink(
  desk: Desk,
  frame: Frame,
  luid: string,
  current: Mapping | null,
  pair: Pair<ItemId> | undefined,
  incoming: string,
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
  const mapped = await desk.tx.mappings.byItems(accountId, datastore.id, [pair.itemId]);
  const there = mapped.find(({ recurrenceId }) => recurrenceId === pair.recurrenceId);
  const state = { luid, view: shownBefore(frame, there, incoming), revision: 0, pending: false };
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

/**
 * What a phone was shown under another LUID, or under none because its Map was lost, counts only if it comes back as it
 * was: then the phone changed nothing, and what the cloud changed since is news. Anything else may be an item of the
 * phone's own, and what is missing in it was never deleted.
 */
function shownBefore(
  { pim, capabilities }: Frame,
  mapping: Mapping | undefined,
  incoming: string,
): string | null {
  const view = mapping?.view ?? null;
  if (view === null) return null;
  const same = digest(() => pim.sameOnPhone(view, incoming, capabilities));
  return same.ok && same.value ? view : null;
}

/** The item is no longer known under that LUID; unless another LUID takes it over the phone gets it again. */
async function release(desk: Desk, { accountId }: Frame, mapping: Mapping): Promise<void> {
  if (mapping.luid !== null) desk.byLuid.delete(mapping.luid);
  await desk.tx.mappings.update(accountId, mapping.id, nowhere);
}
