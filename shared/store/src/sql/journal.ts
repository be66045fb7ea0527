import { asId } from '@anchorage/model';
import type { AccountId, JournalId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { Journal, JournalOp, JournalRow, JournalState } from '../port/index.ts';
import { chunks, inChunks } from './chunks.ts';
import { atomically, expectCount, expectRow } from './context.ts';
import type { Context } from './context.ts';
import { removeRows } from './remove-rows.ts';
import type { Database } from './tables.ts';

export function journal(context: Context): Journal {
  const { db, random } = context;
  const ofAccount = (accountId: AccountId) =>
    db.selectFrom('journal').selectAll().where('account_id', '=', accountId);
  const pending = (accountId: AccountId) => ofAccount(accountId).where('state', '=', sql.lit('pending'));
  const settle = (accountId: AccountId, ids: readonly JournalId[], set: Updateable<Database['journal']>) =>
    atomically(context, async ({ db: tx }) => {
      for (const piece of chunks(ids)) {
        await tx
          .updateTable('journal')
          .set(set)
          .where('account_id', '=', accountId)
          .where('id', 'in', piece)
          .where('state', 'in', ['held', 'failed'])
          .execute();
      }
    });
  return {
    append: (accountId, list) =>
      atomically(context, async ({ db: tx }) => {
        for (const piece of chunks(list)) {
          const rows = piece.map((row) => ({
            account_id: accountId,
            id: random.id(),
            collection_id: row.collectionId,
            item_id: row.itemId,
            op: row.op,
            revision: row.revision,
            state: 'pending',
            due_at: row.createdAt,
            reason: null,
            session_id: row.sessionId,
            created_at: row.createdAt,
          }));
          await tx.insertInto('journal').values(rows).execute();
        }
      }),
    due: async (accountId, collectionId, now, limit) => {
      expectCount(limit);
      const rows = await pending(accountId)
        .where('collection_id', '=', collectionId)
        .where('due_at', '<=', now)
        // Revisions are given out in order under the collection's lock; clocks of several processes are not.
        .orderBy('revision')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toJournalRow);
    },
    pendingOf: async (accountId, itemIds) => {
      const rows = await inChunks(itemIds, (piece) =>
        pending(accountId).where('item_id', 'in', piece).execute(),
      );
      return rows.toSorted((a, b) => a.revision - b.revision || (a.id < b.id ? -1 : 1)).map(toJournalRow);
    },
    finish: async (accountId, itemId, revision) => {
      await db
        .updateTable('journal')
        .set({ state: 'done', reason: null })
        .where('account_id', '=', accountId)
        .where('item_id', '=', itemId)
        .where('state', '=', sql.lit('pending'))
        .where('revision', '<=', revision)
        .execute();
    },
    postpone: async (accountId, id, { dueAt, reason, state }) => {
      const result = await db
        .updateTable('journal')
        .set((e) => ({ attempts: e('attempts', '+', 1), due_at: dueAt, reason, state }))
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'journal row');
    },
    list: async (accountId, states, limit) => {
      expectCount(limit);
      if (states.length === 0) return [];
      const rows = await ofAccount(accountId)
        .where('state', 'in', states)
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toJournalRow);
    },
    release: (accountId, ids, now) =>
      settle(accountId, ids, { state: 'pending', due_at: now, attempts: 0, reason: null }),
    discard: (accountId, ids) => settle(accountId, ids, { state: 'done' }),
    prune: async (before, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('journal')
        .select(['account_id', 'id'])
        .where('state', '=', sql.lit('done'))
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return removeRows(db, 'journal', rows);
    },
    openCounts: async (accountId) => {
      const rows = await db
        .selectFrom('journal')
        .select((e) => [
          'collection_id',
          'state',
          e.fn.countAll<number>().as('count'),
          e.fn.min('due_at').as('next'),
        ])
        .where('account_id', '=', accountId)
        .where('state', '<>', sql.lit('done'))
        .groupBy(['collection_id', 'state'])
        .orderBy('collection_id')
        .execute();
      return [...Map.groupBy(rows, (row) => row.collection_id)].map(([collectionId, own]) => {
        const of = (state: JournalState) => own.find((row) => row.state === state);
        return {
          collectionId: asId(collectionId),
          pending: of('pending')?.count ?? 0,
          held: of('held')?.count ?? 0,
          failed: of('failed')?.count ?? 0,
          nextDueAt: of('pending')?.next ?? null,
        };
      });
    },
  };
}

function toJournalRow(row: Selectable<Database['journal']>): JournalRow {
  return {
    id: asId(row.id),
    collectionId: asId(row.collection_id),
    itemId: asId(row.item_id),
    op: row.op as JournalOp,
    revision: row.revision,
    state: row.state as JournalState,
    attempts: row.attempts,
    dueAt: row.due_at,
    reason: row.reason,
    sessionId: row.session_id === null ? null : asId(row.session_id),
    createdAt: row.created_at,
  };
}
