/** What a phone's version of an item is compared with to find out what its owner did. */
import { syncTypes } from '@anchorage/model';
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Frame } from './frame.ts';

/**
 * The version that the phone had before. In a refresh from the phone its version replaces what others have made of the
 * item since (SyncML Sync Protocol 1.1, 6.3), so there it is the item as the phone would be given it now; what the phone
 * cannot hold is in neither and stays. Null when nothing is known.
 */
export function editBase(frame: Frame, item: StoredItem, mapping: Mapping): string | null {
  const { part, pim, capabilities } = frame;
  const { view, revision, recurrenceId, aside } = mapping;
  const refreshes = part.syncType === syncTypes.refreshFromClient;
  // Of an item that nobody else has changed the phone's own version is known better: it may hold less than it is given.
  // One that was set aside is not what the phone was left with.
  if (!refreshes || view === null || (item.revision <= revision && aside === null)) return view;
  const now = digest(() => pim.image(item.body, recurrenceId, capabilities).view);
  return now.ok ? now.value : view;
}
