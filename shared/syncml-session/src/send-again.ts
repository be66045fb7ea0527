/** A large object that the phone has lost goes out once more (SyncML Sync Protocol 1.1, 2.10). */
import type { DatastoreName } from '@anchorage/model';
import { openDatastore } from './draft.ts';
import type { Draft } from './draft.ts';

export interface LostObject {
  readonly datastore: DatastoreName;
  readonly outboxId: string;
  /** Its last piece has gone out. */
  readonly whole: boolean;
}

/**
 * Has it sent from the start, in this session. False when that was done before, or when our package is closed: the next
 * session sends it then.
 */
export function sendAgain(draft: Draft, { datastore: name, outboxId, whole }: LostObject): boolean {
  const { state, events } = draft;
  const datastore = openDatastore(draft, name);
  const repeated = state.repeated ?? [];
  if (datastore === undefined || state.phase !== 'sync-out' || repeated.includes(outboxId)) return false;
  state.repeated = [...repeated, outboxId];
  // With its last piece it counted as sent.
  if (whole) events.push({ kind: 'item-unsent', outboxId });
  datastore.sentAll = false;
  return true;
}
