/**
 * Temporary GUIDs for what a phone is to add: short decimal numbers (OMA SyncML Sync Protocol 1.1, 2.3), none of them a LUID
 * of the same datastore. LUIDs are small numbers as well, and S60 answers a Replace of what it has lost with 201 and a Map
 * whose target is the LUID: were that an Add's GUID too, nobody could tell the two Maps apart, and a phone that keeps its
 * Maps by target has but one of them left.
 */
import type { AccountId, DatastoreId } from '@anchorage/model';
import type { Tables } from '@anchorage/store';

export async function temporaryGuids(
  tx: Tables,
  accountId: AccountId,
  datastoreId: DatastoreId,
  count: number,
): Promise<readonly string[]> {
  const guids: string[] = [];
  // Twice as many each time: a phone may have numbered thousands of items from 1 on.
  for (let size = count; guids.length < count; size *= 2) {
    const first = await tx.datastores.reserveGuids(accountId, datastoreId, size);
    const numbers = Array.from({ length: size }, (_, at) => String(first + at));
    const known = await tx.mappings.byLuids(accountId, datastoreId, numbers);
    const luids = new Set(known.map(({ luid }) => luid));
    guids.push(...numbers.filter((number) => !luids.has(number)));
  }
  return guids.slice(0, count);
}
