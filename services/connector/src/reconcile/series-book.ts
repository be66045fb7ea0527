/**
 * Finds the series a detached occurrence belongs to: by the UID of a resource, else by the UID under which this phone
 * sent the series (we may have given it another one).
 */
import type { ItemId, MappingId } from '@anchorage/model';
import type { StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';

export interface SeriesBook {
  find(desk: Desk, uid: string): Promise<StoredItem | null>;
  /** A series that has just been taken in under this UID of the phone's. */
  note(uid: string, itemId: ItemId): void;
}

export function createSeriesBook(frame: Frame): SeriesBook {
  const { accountId, collections, datastore, pim } = frame;
  const noted = new Map<string, ItemId>();
  let read = false;

  /** Once per job, and only when a resource's own UID did not help. */
  async function readMappings(desk: Desk): Promise<void> {
    read = true;
    for (let after: MappingId | null = null; ;) {
      const page: Awaited<ReturnType<typeof desk.tx.mappings.page>> = await desk.tx.mappings.page(
        accountId,
        datastore.id,
        after,
        pageSize,
      );
      for (const { view, recurrenceId, itemId } of page) {
        const named = view === null || recurrenceId !== '' ? null : digest(() => pim.identify(view).uid);
        if (named?.ok === true && named.value !== null && !noted.has(named.value))
          noted.set(named.value, itemId);
      }
      after = page.at(-1)?.id ?? null;
      if (page.length < pageSize || after === null) return;
    }
  }

  return {
    async find(desk, uid) {
      for (const { id } of collections) {
        const items = await desk.tx.items.byUids(accountId, id, [uid]);
        const living = items.find((item) => !item.deleted);
        if (living !== undefined) return desk.item(living.id);
      }
      if (!read) await readMappings(desk);
      const itemId = noted.get(uid);
      const item = itemId === undefined ? null : await desk.item(itemId);
      return item === null || item.deleted ? null : item;
    },
    note(uid, itemId) {
      noted.set(uid, itemId);
    },
  };
}

const pageSize = 500;
