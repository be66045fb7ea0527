/** What cannot go on its way is kept with its raw text and the reason, where people find it. */
import type { AccountId } from '@anchorage/model';
import type { StoredItem, Tables } from '@anchorage/store';

/** Side `cloud`: the DAV server refuses it, or it cannot be merged with what the server has. */
export async function keepAside(
  tx: Tables,
  accountId: AccountId,
  item: Pick<StoredItem, 'collectionId'>,
  kept: { readonly reference: string; readonly reason: string; readonly text: string; readonly now: number },
): Promise<void> {
  await tx.quarantine.put(accountId, {
    side: 'cloud',
    collectionId: item.collectionId,
    datastoreId: null,
    reference: kept.reference,
    reason: kept.reason,
    raw: new TextEncoder().encode(kept.text),
    createdAt: kept.now,
  });
}
