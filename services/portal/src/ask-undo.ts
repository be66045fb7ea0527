/** Asks the connector to take something back: a row, which is the truth, and a job, which may get lost. */
import { askFor } from '@anchorage/jobs';
import type { AccountId } from '@anchorage/model';
import type { Undo, Undone } from '@anchorage/store';
import type { PortalOptions } from './portal-options.ts';

export async function askUndo(
  { store, queue, clock, logger }: PortalOptions,
  accountId: AccountId,
  of: Undone,
  action: string,
): Promise<Undo> {
  const now = clock.now();
  const undo = await store.transaction(async (tx) => {
    const made = await tx.undos.add(accountId, of, now);
    const subject = of.kind === 'undo' ? of.undoId : of.sessionId;
    await tx.audit.add(accountId, { at: now, actor: 'operator', action, subject });
    return made;
  });
  await askFor({ queue, logger }, { kind: 'undo', accountId, undoId: undo.id });
  return undo;
}
