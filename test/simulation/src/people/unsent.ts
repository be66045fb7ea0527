/**
 * What a phone's user changed and the phone has not brought to the gateway yet. In a sync in one direction from the server
 * a phone sends nothing and carries out what it gets (SyncML Sync Protocol 1.1, 7): a Replace of an item that its user has
 * changed takes the change off the phone, the only place that had it. No gateway could know.
 */
import { syncTypes } from '@anchorage/model';
import type { Phone, SyncReport } from '@anchorage/kit';
import type { Ledger } from '../oracle/ledger.ts';
import type { Content, Field } from './content.ts';

export interface UnsentValue {
  readonly content: Content;
  readonly luid: string;
  readonly token: string;
  readonly field: Field;
  readonly value: string;
}

interface Writer {
  readonly phone: () => Pick<Phone, 'items' | 'state'>;
  readonly unsent: Set<UnsentValue>;
}

/** To be called before a session; what it returns is to be called after it, however it ended (null: it broke off). */
export function watchUnsent(
  device: Writer,
  ledger: Pick<Ledger, 'overwritten'>,
): (report: Pick<SyncReport, 'datastores'> | null) => void {
  const before = [...device.unsent].map((unsent) => ({ unsent, shown: shownOf(device, unsent) }));
  return (report) => {
    const { datastores } = device.phone().state();
    for (const { unsent, shown } of before) {
      const { content, luid, token, field, value } = unsent;
      const { changes = {}, interrupted = null } = datastores[content.datastore] ?? {};
      if (changes[luid] === undefined || interrupted?.accepted.includes(luid) === true) {
        device.unsent.delete(unsent);
        continue;
      }
      const now = shownOf(device, unsent);
      const syncType = report?.datastores[content.datastore]?.syncType ?? interrupted?.syncType;
      if (syncType !== syncTypes.oneWayFromServer || now === null) continue;
      if (now === shown || now.includes(value)) continue;
      ledger.overwritten(token, field, value);
      device.unsent.delete(unsent);
    }
  };
}

/** Null when the phone does not hold the item any more. */
function shownOf(device: Writer, { content, luid, field }: UnsentValue): string | null {
  const text = device.phone().items(content.datastore).get(luid);
  return text === undefined ? null : (content.read(text)?.fields[field] ?? null);
}
