import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Expression, SqlBool } from 'kysely';
import type { Holds } from '../port/index.ts';
import { chunks } from './chunks.ts';
import { atomically, expectCount } from './context.ts';
import type { Context } from './context.ts';

export function holds(context: Context): Holds {
  const { db } = context;
  const onPhone = (accountId: AccountId, datastoreId: DatastoreId) =>
    db
      .selectFrom('mappings')
      .where('account_id', '=', accountId)
      .where('datastore_id', '=', datastoreId)
      .where('luid', 'is not', null)
      .where('withdrawn', '=', 0);
  const waiting = (accountId: AccountId, sessionId: SessionId) =>
    db
      .selectFrom('mappings')
      .where('account_id', '=', accountId)
      .where('held_by', '=', sessionId)
      // A literal, as in the partial index.
      .where('hold', '=', sql.lit('held'));
  return {
    count: async (accountId, datastoreId) => {
      const row = await onPhone(accountId, datastoreId)
        .select((e) => [
          e.fn.countAll<number>().as('had'),
          e.fn.countAll<number>().filterWhere('hold', 'is', null).filterWhere(isGone()).as('gone'),
          e.fn.countAll<number>().filterWhere('hold', '=', 'held').filterWhere(isGone()).as('held'),
        ])
        .executeTakeFirstOrThrow();
      return { had: row.had, gone: row.gone, held: row.held };
    },
    hold: async (accountId, datastoreId, sessionId) => {
      await db
        .updateTable('mappings')
        .set({ hold: 'held', held_by: sessionId })
        .where('account_id', '=', accountId)
        .where('datastore_id', '=', datastoreId)
        .where('luid', 'is not', null)
        .where('withdrawn', '=', 0)
        .where('hold', 'is', null)
        .where(isGone())
        .execute();
    },
    list: async (accountId) => {
      const rows = await db
        .selectFrom('mappings')
        .select(['held_by', (e) => e.fn.countAll<number>().as('deletions')])
        .where('account_id', '=', accountId)
        .where('hold', '=', sql.lit('held'))
        .where(isGone())
        .groupBy('held_by')
        .orderBy('held_by')
        .execute();
      return rows.flatMap(({ held_by, deletions }) =>
        held_by === null ? [] : [{ sessionId: asId<'session'>(held_by), deletions }],
      );
    },
    ofSession: async (accountId, sessionId, limit) => {
      expectCount(limit);
      const rows = await waiting(accountId, sessionId)
        .select(['id', 'item_id'])
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, item_id }) => ({ id: asId(id), itemId: asId(item_id) }));
    },
    confirm: async (accountId, sessionId) => {
      const result = await db
        .updateTable('mappings')
        .set({ hold: 'confirmed', pending: 1 })
        .where('account_id', '=', accountId)
        .where('held_by', '=', sessionId)
        .where('hold', '=', sql.lit('held'))
        .where(isGone())
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
    settle: (accountId, ids, state) =>
      atomically(context, async ({ db: tx }) => {
        for (const piece of chunks(ids)) {
          await tx
            .updateTable('mappings')
            .set({ hold: state })
            .where('account_id', '=', accountId)
            .where('id', 'in', piece)
            .execute();
        }
      }),
  };
}

/** The mapping's item is deleted, and no other with its UID is there. */
function isGone(): Expression<SqlBool> {
  return sql<SqlBool>`exists (
    select 1 from items where items.account_id = mappings.account_id and items.id = mappings.item_id
      and items.deleted = 1 and not exists (
        select 1 from items as heir where heir.account_id = items.account_id and heir.uid = items.uid
          and heir.deleted = 0
          and heir.collection_id in (
            select own.collection_id from datastore_collections as own
            where own.account_id = mappings.account_id and own.datastore_id = mappings.datastore_id)))`;
}
