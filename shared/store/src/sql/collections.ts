import { asId } from '@anchorage/model';
import type { AccountId, CollectionId, ItemKind } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Collection, Collections, FencedWork, FillState } from '../port/index.ts';
import { expectCount, expectRow, locked } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

export function collections(context: Context): Collections {
  const { db, random } = context;
  const update = (accountId: AccountId, id: CollectionId) =>
    db.updateTable('collections').where('account_id', '=', accountId).where('id', '=', id);
  return {
    upsert: async (accountId, collection) => {
      const known = {
        display_name: collection.displayName,
        kinds: JSON.stringify(collection.kinds),
        read_only: collection.readOnly ? 1 : 0,
        max_resource_size: collection.maxResourceSize,
      };
      const row = await db
        .insertInto('collections')
        .values({
          account_id: accountId,
          id: random.id(),
          link_id: collection.linkId,
          url: collection.url,
          ...known,
        })
        .onConflict((c) => c.columns(['account_id', 'link_id', 'url']).doUpdateSet(known))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toCollection(row);
    },
    get: async (accountId, id) => {
      const row = await db
        .selectFrom('collections')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toCollection(row) : null;
    },
    list: async (accountId) => {
      const rows = await db
        .selectFrom('collections')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute();
      return rows.map(toCollection);
    },
    reserveRevisions: async (accountId, id, count) => {
      expectCount(count);
      const row = await update(accountId, id)
        .set((e) => ({ revision: e('revision', '+', count) }))
        .returning('revision')
        .executeTakeFirst();
      if (!row) throw noCollection();
      return row.revision - count + 1;
    },
    setPosition: async (accountId, id, position, fill) => {
      const result = await update(accountId, id).set({ position, fill }).executeTakeFirst();
      expectRow(result.numUpdatedRows, 'collection');
    },
    recordAttempt: async (accountId, id, { at, refreshed, problem, retryAt }) => {
      const result = await update(accountId, id)
        .set((e) => ({
          attempted_at: at,
          problem,
          retry_at: problem === null ? null : retryAt,
          failures: problem === null ? 0 : e('failures', '+', 1),
          ...(refreshed ? { refreshed_at: at } : {}),
        }))
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'collection');
    },
    takeFence: async (accountId, id, work) => {
      const column = fences[work];
      const row = await update(accountId, id)
        .set((e) => ({ [column]: e(column, '+', 1) }))
        .returning(`${column} as fence`)
        .executeTakeFirst();
      if (!row) throw noCollection();
      return row.fence;
    },
    checkFence: async (accountId, id, work, fence) => {
      const query = db
        .selectFrom('collections')
        .select(`${fences[work]} as fence`)
        .where('account_id', '=', accountId)
        .where('id', '=', id);
      const row = await locked(context, query).executeTakeFirst();
      if (!row) throw noCollection();
      if (row.fence !== fence) throw new StoreError('fenced', `fence ${fence} is older than ${row.fence}`);
    },
    withPendingJournal: async (now, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('journal')
        .innerJoin('collections', (j) =>
          j
            .onRef('collections.account_id', '=', 'journal.account_id')
            .onRef('collections.id', '=', 'journal.collection_id'),
        )
        .select(['journal.account_id', 'journal.collection_id'])
        // Literals, so that both planners know the partial index applies.
        .where('journal.state', '=', sql.lit('pending'))
        .where('journal.due_at', '<=', now)
        .where((e) => e.or([e('collections.retry_at', 'is', null), e('collections.retry_at', '<=', now)]))
        .groupBy(['journal.account_id', 'journal.collection_id'])
        .orderBy((e) => e.fn.min('journal.due_at'))
        .limit(limit)
        .execute();
      return rows.map((row) => ({ accountId: asId(row.account_id), id: asId(row.collection_id) }));
    },
  };
}

const fences = { push: 'fence', refresh: 'refresh_fence' } as const satisfies Record<FencedWork, string>;

function noCollection(): StoreError {
  return new StoreError('not-found', 'no such collection');
}

function toCollection(row: Selectable<Database['collections']>): Collection {
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    linkId: asId(row.link_id),
    url: row.url,
    displayName: row.display_name,
    kinds: JSON.parse(row.kinds) as readonly ItemKind[],
    readOnly: row.read_only === 1,
    maxResourceSize: row.max_resource_size,
    position: row.position,
    fill: row.fill as FillState,
    refreshedAt: row.refreshed_at,
    attemptedAt: row.attempted_at,
    revision: row.revision,
    retryAt: row.retry_at,
    failures: row.failures,
    problem: row.problem,
  };
}
