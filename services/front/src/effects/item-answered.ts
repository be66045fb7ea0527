/**
 * The phone's Status for something we sent settles the outbox row and the mapping, item by item. A mapping that gets
 * no success stays `pending`, so that the next session looks at it again (OMA SyncML Sync Protocol 1.1, 5.6.2).
 */
import type { OutboxId } from '@anchorage/model';
import type { Mapping, OutboxRow } from '@anchorage/store';
import type { EffectContext } from './context.ts';
import { forgetRefusals, noteRefusal } from './refusals.ts';

export async function settleAnswer(context: EffectContext, id: OutboxId, status: number): Promise<void> {
  const { tx, device, logger } = context;
  const [row] = await tx.outbox.get(device.accountId, [id]);
  if (row === undefined || row.sessionId !== context.sessionId) {
    logger.warn('status for an item that is not in the outbox', { status });
    return;
  }
  const mapping = await mappingOf(context, row);
  const verdict = verdictOn(row.command, status);
  await tx.outbox.setState(
    device.accountId,
    [id],
    verdict === 'failed' || verdict === 'lost' ? 'failed' : 'done',
    status,
  );
  if (verdict === 'failed') logger.info('the phone refused an item', { command: row.command, status });
  if (mapping === null) return;
  switch (verdict) {
    case 'failed':
      // A Status that comes twice is one refusal.
      if (row.state !== 'failed') await noteRefusal(context, mapping, row, status);
      return;
    case 'lost':
      // The phone has no such item any more: it is added again.
      await tx.mappings.update(device.accountId, mapping.id, { luid: null, pending: true });
      return;
    case 'done':
      await forgetRefusals(context, mapping);
      if (row.command === 'delete') {
        // An item that came back under another LUID meanwhile keeps its mapping.
        if (mapping.luid === row.luid) await tx.mappings.remove(device.accountId, [mapping.id]);
        return;
      }
      await tx.mappings.update(device.accountId, mapping.id, {
        ...(row.data === null ? {} : { view: new TextDecoder().decode(row.data), revision: row.revision }),
        // An Add is settled by its Map: without the LUID nobody could ever change the item on the phone.
        ...(row.command === 'replace' || mapping.luid !== null ? { pending: false, withdrawn: false } : {}),
      });
      return;
    default:
      verdict satisfies never;
  }
}

export type AnswerVerdict = 'done' | 'lost' | 'failed';

/**
 * 418 for an Add: the phone has it. 201 for a Replace: it had lost the item and added it anew (S60), a Map follows.
 * 404, 410 and 211 for a Delete: gone is gone. 214 to 216 say that nothing was done (Representation Protocol 1.1, 10).
 */
export function verdictOn(command: OutboxRow['command'], status: number): AnswerVerdict {
  const success = status >= 200 && status < 300 && !undone.has(status);
  switch (command) {
    case 'add':
      return success || status === 418 ? 'done' : 'failed';
    case 'replace':
      if (status === 211 || status === 404 || status === 410) return 'lost';
      return success ? 'done' : 'failed';
    case 'delete':
      return success || status === 404 || status === 410 ? 'done' : 'failed';
    default:
      return command satisfies never;
  }
}

/** Cancelled, not executed, rolled back. */
const undone: ReadonlySet<number> = new Set([214, 215, 216]);

async function mappingOf({ tx, device }: EffectContext, row: OutboxRow): Promise<Mapping | null> {
  const mappings = await tx.mappings.byItems(device.accountId, row.datastoreId, [row.itemId]);
  return mappings.find((mapping) => mapping.recurrenceId === row.recurrenceId) ?? null;
}
