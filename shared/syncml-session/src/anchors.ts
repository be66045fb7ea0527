/** Which sync a datastore gets (SyncML Sync Protocol 1.1, 2.2 and 5.5). */
import { sendsToPhone, syncTypes } from '@anchorage/model';
import type { SyncType } from '@anchorage/model';

export interface SyncDecision {
  readonly syncType: SyncType;
  /** The phone asked for something else: its Alert gets 508. */
  readonly refused: boolean;
}

/**
 * `requested` stands when both sides remember the same last sync. Otherwise everything must be compared: a slow sync,
 * whatever was asked, since a refresh would delete on a side whose user asked for no such thing. `inDoubt`: the phone may
 * have items of ours under LUIDs that nobody knows; sending them again would double them.
 */
export function decideSync(
  requested: SyncType,
  last: string | null,
  remembered: string | null,
  inDoubt = false,
): SyncDecision {
  const complete: readonly SyncType[] = [
    syncTypes.slow,
    syncTypes.refreshFromClient,
    syncTypes.refreshFromServer,
  ];
  if (complete.includes(requested)) return { syncType: requested, refused: false };
  if (inDoubt && sendsToPhone(requested)) return { syncType: syncTypes.slow, refused: true };
  const same = remembered !== null && last !== null && last !== '' && last === remembered;
  return same ? { syncType: requested, refused: false } : { syncType: syncTypes.slow, refused: true };
}
