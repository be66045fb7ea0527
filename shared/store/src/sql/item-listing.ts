import { sql } from 'kysely';
import type { Items } from '../port/index.ts';
import { chunks } from './chunks.ts';
import { atomically } from './context.ts';
import type { Context } from './context.ts';

/** What a server's listing has named: 0 in `listed` from the time that an item is to be created there. */
export function itemListing(context: Context): Pick<Items, 'unlisted' | 'markListed'> {
  return {
    unlisted: async (accountId, collectionId) => {
      const rows = await context.db
        .selectFrom('items')
        .select('href')
        .where('account_id', '=', accountId)
        .where('collection_id', '=', collectionId)
        // A literal, so that both planners know the partial index applies.
        .where('listed', '=', sql.lit(0))
        .where('deleted', '=', sql.lit(0))
        .where((e) => e.or([e('etag', 'is not', null), e('base', 'is not', null)]))
        .orderBy('id')
        .execute();
      return rows.map(({ href }) => href);
    },
    markListed: (accountId, collectionId, hrefs) =>
      atomically(context, async ({ db }) => {
        for (const piece of chunks(hrefs)) {
          await db
            .updateTable('items')
            .set({ listed: 1 })
            .where('account_id', '=', accountId)
            .where('collection_id', '=', collectionId)
            .where('listed', '=', sql.lit(0))
            .where('href', 'in', piece)
            .execute();
        }
      }),
  };
}
