import { sql } from 'kysely';
import type { Items } from '../port/index.ts';
import { expectCount } from './context.ts';
import type { Context } from './context.ts';
import { removeRows } from './remove-rows.ts';

export function itemPruning({ db }: Context): Pick<Items, 'prune'> {
  return {
    prune: async (before, limit) => {
      expectCount(limit);
      const versions = await db
        .selectFrom('item_versions')
        .select(['account_id', 'id'])
        .where('replaced_at', '<', before)
        .orderBy('replaced_at')
        .limit(limit)
        .execute();
      const tombstones = await db
        .selectFrom('items')
        .select(['account_id', 'id'])
        .where('deleted', '=', sql.lit(1))
        .where('updated_at', '<', before)
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('mappings')
                .select('mappings.id')
                .whereRef('mappings.account_id', '=', 'items.account_id')
                .whereRef('mappings.item_id', '=', 'items.id'),
            ),
          ),
        )
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('journal')
                .select('journal.id')
                .whereRef('journal.account_id', '=', 'items.account_id')
                .whereRef('journal.item_id', '=', 'items.id')
                .where('journal.state', '<>', sql.lit('done')),
            ),
          ),
        )
        // A phone that has not been served up to the deletion still needs it; one never served (0) starts slowly.
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('datastore_collections as seen')
                .select('seen.datastore_id')
                .whereRef('seen.account_id', '=', 'items.account_id')
                .whereRef('seen.collection_id', '=', 'items.collection_id')
                .whereRef('seen.seen_revision', '<', 'items.revision')
                .where('seen.seen_revision', '>', 0),
            ),
          ),
        )
        .limit(Math.max(0, limit - versions.length))
        .execute();
      return (await removeRows(db, 'item_versions', versions)) + (await removeRows(db, 'items', tombstones));
    },
  };
}
