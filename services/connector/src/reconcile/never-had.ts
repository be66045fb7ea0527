/**
 * What the cloud has and this phone was never given: in a refresh from the phone it goes like everything else that the phone
 * does not have (SyncML Sync Protocol 1.1, 6.3). What the phone could not hold, or did not ask for, stays: that it has not
 * got it says nothing.
 */
import type { ItemId } from '@anchorage/model';
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { filterSide } from './filter-side.ts';
import { isHeld } from './frame.ts';
import type { Frame } from './frame.ts';

/** `mappings`: all of the datastore. In collections that may be written. */
export async function neverHad(frame: Frame, mappings: readonly Mapping[]): Promise<readonly ItemId[]> {
  const { tools, accountId } = frame;
  const mapped = new Set(mappings.map(({ itemId }) => itemId));
  const found: ItemId[] = [];
  for (const { id } of frame.collections.filter(({ readOnly }) => !readOnly)) {
    for (let after = 0; ;) {
      const page = await tools.store.items.changedSince(accountId, id, after, pageSize);
      const strange = page.filter((item) => !item.deleted && !mapped.has(item.id) && couldHave(frame, item));
      found.push(...strange.map((item) => item.id));
      after = page.at(-1)?.revision ?? after;
      if (page.length < pageSize) break;
      await tools.giveTurn();
    }
  }
  return found;
}

function couldHave(frame: Frame, { body }: StoredItem): boolean {
  if (!isHeld(frame, body)) return false;
  const { pim, capabilities } = frame.shown;
  const images = digest(() =>
    pim.occurrences(body).map((recurrenceId) => ({
      recurrenceId,
      image: pim.image(body, recurrenceId, capabilities),
    })),
  );
  return (
    images.ok &&
    images.value.every(({ recurrenceId }) => filterSide(frame, body, recurrenceId, null) === 'inside')
  );
}

/** What is read and compared at a stretch. */
const pageSize = 100;
