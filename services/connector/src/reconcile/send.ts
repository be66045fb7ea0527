/** Writes a plan's steps: outbox rows and the mappings that await their success. */
import { syncTypes } from '@anchorage/model';
import type { Mapping, NewMapping, Outbox, Tables } from '@anchorage/store';
import type { Frame } from './frame.ts';
import type { OutgoingStep } from './plan-items.ts';
import { temporaryGuids } from './temporary-guids.ts';

type OutboxEntry = Parameters<Outbox['append']>[1][number];

/** Returns what is to be counted. */
export async function send(
  tx: Tables,
  frame: Frame,
  steps: readonly OutgoingStep[],
): Promise<Map<string, number>> {
  const { accountId, datastore } = frame;
  const counts = new Map<string, number>();
  const unnamed = steps.filter(
    ({ action, mapping }) => action === 'add' && (mapping?.guid ?? null) === null,
  ).length;
  const guids = [...(await temporaryGuids(tx, accountId, datastore.id, unnamed))];
  const rows: OutboxEntry[] = [];
  const mappings: NewMapping[] = [];
  for (const step of steps) {
    const { action, item, mapping } = step;
    if (isQuiet(action)) {
      if (mapping !== null) await note(tx, frame, { action, item, mapping });
      continue;
    }
    const guid = action === 'add' ? (mapping?.guid ?? guids.shift() ?? null) : null;
    rows.push(outboxEntry(frame, step, action === 'withdraw' ? 'delete' : action, guid));
    if (mapping === null) mappings.push(newMapping(frame, step, guid));
    else await tx.mappings.update(accountId, mapping.id, afterSending(step, guid));
    const name = countNames[action];
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (mappings.length > 0) await tx.mappings.insert(accountId, mappings);
  if (rows.length > 0) await tx.outbox.append(accountId, rows);
  return counts;
}

type QuietAction = 'bump' | 'unsay' | 'forget' | 'drop';

function isQuiet(action: OutgoingStep['action']): action is QuietAction {
  return action === 'bump' || action === 'unsay' || action === 'forget' || action === 'drop';
}

/** What nothing is sent for. */
async function note(
  tx: Tables,
  { accountId, part }: Frame,
  { action, item, mapping }: { action: QuietAction; item: OutgoingStep['item']; mapping: Mapping },
): Promise<void> {
  const { id, view } = mapping;
  switch (action) {
    case 'bump':
      return tx.mappings.update(accountId, id, { revision: item.revision, hold: null });
    case 'unsay':
      // All that the phone has is known: if it took this item, it has sent it as one of its own by now.
      if (part.syncType === syncTypes.slow) return tx.mappings.remove(accountId, [id]);
      // No view: a Map that comes all the same leaves the mapping pending.
      return view === null ? undefined : tx.mappings.update(accountId, id, { view: null });
    case 'forget':
      return tx.mappings.remove(accountId, [id]);
    default:
      return tx.mappings.update(accountId, id, offThePhone);
  }
}

function outboxEntry(
  { session, datastore }: Frame,
  step: OutgoingStep,
  command: OutboxEntry['command'],
  guid: string | null,
): OutboxEntry {
  const { item, recurrenceId, mapping, image } = step;
  return {
    sessionId: session.id,
    datastoreId: datastore.id,
    command,
    guid,
    luid: command === 'add' ? null : (mapping?.luid ?? null),
    contentType: image?.contentType ?? null,
    data: image === null ? null : new TextEncoder().encode(image.view),
    itemId: item.id,
    recurrenceId,
    revision: item.revision,
  };
}

function newMapping({ datastore }: Frame, step: OutgoingStep, guid: string | null): NewMapping {
  const { item, recurrenceId, image } = step;
  return {
    datastoreId: datastore.id,
    luid: null,
    guid,
    itemId: item.id,
    recurrenceId,
    view: image?.view ?? null,
    revision: item.revision,
    pending: true,
  };
}

/**
 * After an Add the mapping says what the phone will have; after a Replace it goes on saying what the phone had, until
 * the phone's Status: what the phone sends before that is compared with what it really showed.
 */
function afterSending(
  { action, item, image, mapping }: OutgoingStep,
  guid: string | null,
): Parameters<Tables['mappings']['update']>[2] {
  const change = item.deleted || (mapping?.hold ?? null) === null ? {} : { hold: null };
  if (action === 'withdraw') return { ...change, ...offThePhone };
  if (action !== 'add') return { ...change, pending: true };
  return { ...change, guid, view: image?.view ?? null, revision: item.revision, pending: true };
}

/** Not known to be until the phone's Status, or the end of a refresh: until then nothing it says of it is a deletion. */
const offThePhone = { pending: true, withdrawn: true } as const;
const countNames = {
  add: 'toAdd',
  replace: 'toReplace',
  delete: 'toDelete',
  withdraw: 'toWithdraw',
} as const;
