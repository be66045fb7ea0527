/**
 * In a sync in one direction from the server a phone sends nothing and carries out what it gets (SyncML Sync Protocol 1.1, 7):
 * a Replace of an entry that its owner has changed takes the change off the phone, the only place that had it.
 */
import { syncTypes } from '@anchorage/model';
import type { Phone, SyncReport } from '@anchorage/kit';
import { datastores, readEntry } from './entries.ts';
import type { Ledger } from './ledger.ts';

/** To be called before a session; what it returns is to be called after it, however it ended (null: it broke off). */
export function watchUnsent(
  phone: Pick<Phone, 'items' | 'state'>,
  ledger: Pick<Ledger, 'overwritten'>,
): (report: Pick<SyncReport, 'datastores'> | null) => void {
  const before = datastores.flatMap((datastore) => {
    const { changes = {} } = phone.state().datastores[datastore] ?? {};
    return [...phone.items(datastore)].flatMap(([luid, text]) =>
      changes[luid] === 'replace' ? [{ datastore, luid, entry: readEntry(datastore, text) }] : [],
    );
  });
  return (report) => {
    const states = phone.state().datastores;
    for (const { datastore, luid, entry } of before) {
      const syncType = report?.datastores[datastore]?.syncType ?? states[datastore]?.interrupted?.syncType;
      const text = phone.items(datastore).get(luid);
      if (syncType !== syncTypes.oneWayFromServer || text === undefined) continue;
      const now = readEntry(datastore, text);
      for (const field of ['one', 'two'] as const)
        if (now[field] !== entry[field]) ledger.overwritten(datastore, entry.key, entry[field]);
    }
  };
}
