/**
 * An item that the phone refuses again and again is set aside, with the reason and what it was sent: not sent any more
 * until the item changes or its owner has it tried again. Everything else goes on.
 */
import type { Mapping, OutboxRow } from '@anchorage/store';
import type { EffectContext } from './context.ts';

export async function noteRefusal(
  { tx, device, logger, now }: EffectContext,
  mapping: Mapping,
  row: OutboxRow,
  status: number,
): Promise<void> {
  if (passing.has(status)) return;
  const { accountId } = device;
  const refusals = mapping.refusals + 1;
  if (refusals < mostRefusals) {
    await tx.mappings.update(accountId, mapping.id, { refusals });
    return;
  }
  await tx.mappings.update(accountId, mapping.id, { refusals, aside: row.revision, pending: false });
  await tx.quarantine.put(accountId, {
    ...keyOf(mapping),
    reason: `refused ${status}`,
    // Of a Delete there is nothing but what the phone had.
    raw: row.data ?? new TextEncoder().encode(mapping.view ?? ''),
    createdAt: now,
  });
  logger.warn('an item is set aside that the phone refuses', { command: row.command, status, refusals });
}

/** The phone took it after all, whyever it was set aside. */
export async function forgetRefusals({ tx, device }: EffectContext, mapping: Mapping): Promise<void> {
  if (mapping.refusals === 0 && mapping.aside === null) return;
  await tx.mappings.update(device.accountId, mapping.id, { refusals: 0, aside: null });
  if (mapping.aside !== null) await tx.quarantine.resolve(device.accountId, keyOf(mapping));
}

function keyOf({ id, datastoreId }: Mapping) {
  return { side: 'to-phone', collectionId: null, datastoreId, reference: id } as const;
}

const mostRefusals = 5;

/**
 * Not the item's fault (OMA SyncML Representation Protocol 1.1, 10): cancelled, not executed or rolled back, a login that
 * ended, busy or to be tried again, full.
 */
const passing: ReadonlySet<number> = new Set([214, 215, 216, 401, 407, 417, 420, 503]);
