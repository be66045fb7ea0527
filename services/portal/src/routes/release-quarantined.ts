/** Sends what is in quarantine on its way once more. It leaves quarantine, and comes back if it is refused again. */
import type { Job } from '@anchorage/jobs';
import { asId } from '@anchorage/model';
import type { AccountId } from '@anchorage/model';
import { StoreError } from '@anchorage/store';
import type { QuarantineRow, Tables } from '@anchorage/store';
import { ApiError } from '../api-error.ts';

/** Returns the job that does it; null: the phone's next session does. */
export async function releaseQuarantined(
  tx: Tables,
  accountId: AccountId,
  row: QuarantineRow,
  now: number,
): Promise<Job | null> {
  if (row.side === 'phone') {
    throw new ApiError(
      'conflict',
      'Only its phone can send it again: change it there, or let `device reset` ask the phone for everything.',
    );
  }
  if (row.side === 'to-phone') {
    const change = { refusals: 0, aside: null, pending: true };
    await tx.mappings.update(accountId, asId<'mapping'>(row.reference), change).catch(unlessGone);
    await tx.quarantine.remove(accountId, row.id);
    return null;
  }
  const { collectionId } = row;
  const item =
    collectionId === null ? undefined : (await tx.items.byHrefs(accountId, collectionId, [row.reference]))[0];
  const failed = (await tx.journal.list(accountId, ['failed'], mostRows)).filter(
    ({ itemId }) => itemId === item?.id,
  );
  if (collectionId === null || failed.length === 0) {
    throw new ApiError(
      'conflict',
      'The cloud has it in a form that cannot be read: it is read again when it changes there.',
    );
  }
  await tx.journal.release(
    accountId,
    failed.map(({ id }) => id),
    now,
  );
  await tx.quarantine.remove(accountId, row.id);
  return { kind: 'push', accountId, collectionId };
}

/** The phone does not know the item any more: whatever it is to have of it comes by itself. */
function unlessGone(error: unknown): void {
  if (!(error instanceof StoreError) || error.code !== 'not-found') throw error;
}

const mostRows = 10_000;
