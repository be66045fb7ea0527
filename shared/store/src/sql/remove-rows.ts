import type { Kysely } from 'kysely';
import { chunks } from './chunks.ts';
import type { Database } from './tables.ts';

type Prunable = 'item_versions' | 'items' | 'sessions' | 'journal' | 'inbox' | 'undos';

/** Deletes rows of any accounts by (account, id); returns how many there were. */
export async function removeRows(
  db: Kysely<Database>,
  table: Prunable,
  rows: readonly { readonly account_id: string; readonly id: string }[],
): Promise<number> {
  let removed = 0n;
  const byAccount = Map.groupBy(rows, (row) => row.account_id);
  for (const [accountId, own] of byAccount) {
    for (const piece of chunks(own)) {
      const result = await db
        .deleteFrom(table)
        .where('account_id', '=', accountId)
        .where(
          'id',
          'in',
          piece.map((row) => row.id),
        )
        .executeTakeFirst();
      removed += result.numDeletedRows;
    }
  }
  return Number(removed);
}
