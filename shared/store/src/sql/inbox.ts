import { asId } from '@anchorage/model';
import type { AccountId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Inbox, InboxRow, InboxState } from '../port/index.ts';
import { chunks } from './chunks.ts';
import { atomically, expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

export function inbox(context: Context): Inbox {
  const { db, random } = context;
  return {
    append: (accountId, list) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        const sequence = new Map<SessionId, number>();
        for (const piece of chunks(list)) {
          const rows = [];
          for (const { sessionId, datastoreId, command, luid, contentType, data } of piece) {
            const last =
              sequence.get(sessionId) ?? (await lastSequence(scope.db, 'inbox', accountId, sessionId));
            sequence.set(sessionId, last + 1);
            const id = random.id();
            rows.push({
              account_id: accountId,
              id,
              session_id: sessionId,
              datastore_id: datastoreId,
              seq: last + 1,
              command,
              luid,
              content_type: contentType,
              data: data === null ? null : vault.seal('inbox.data', id, data),
              state: 'pending',
            });
          }
          await scope.db.insertInto('inbox').values(rows).execute();
        }
      }),
    pending: async (accountId, sessionId, datastoreId, afterSeq, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('inbox')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .where('state', '=', sql.lit('pending'))
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => ({
        id: asId(row.id),
        sessionId: asId(row.session_id),
        datastoreId: asId(row.datastore_id),
        seq: row.seq,
        command: row.command as InboxRow['command'],
        luid: row.luid,
        contentType: row.content_type,
        data: row.data === null ? null : vault.open('inbox.data', row.id, row.data),
        state: row.state as InboxState,
      }));
    },
    luids: async (accountId, sessionId, datastoreId) => {
      const rows = await db
        .selectFrom('inbox')
        .select('luid')
        .distinct()
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .execute();
      return rows.map((row) => row.luid);
    },
    settle: (accountId, ids, state) =>
      atomically(context, async ({ db: tx }) => {
        for (const piece of chunks(ids)) {
          await tx
            .updateTable('inbox')
            .set({ state })
            .where('account_id', '=', accountId)
            .where('id', 'in', piece)
            .execute();
        }
      }),
    orphaned: async (limit, of) => {
      expectCount(limit);
      let query = db
        .selectFrom('inbox')
        .innerJoin('sessions', (j) =>
          j
            .onRef('sessions.account_id', '=', 'inbox.account_id')
            .onRef('sessions.id', '=', 'inbox.session_id'),
        )
        .select(['inbox.account_id', 'inbox.session_id', 'inbox.datastore_id'])
        .distinct()
        .where('inbox.state', '=', sql.lit('pending'))
        .where('sessions.phase', '<>', 'open')
        .orderBy('inbox.session_id')
        .orderBy('inbox.datastore_id')
        .limit(limit);
      if (of !== undefined) {
        query = query
          .where('inbox.account_id', '=', of.accountId)
          .where('inbox.datastore_id', '=', of.datastoreId);
      }
      const rows = await query.execute();
      return rows.map((row) => ({
        accountId: asId(row.account_id),
        sessionId: asId(row.session_id),
        datastoreId: asId(row.datastore_id),
      }));
    },
  };
}

/**
 * The number of the session's last row, 0 without any. Two writers of one session may give out the same number; only one
 * of them passes the session's version check and commits.
 */
export async function lastSequence(
  db: Kysely<Database>,
  table: 'inbox' | 'outbox',
  accountId: AccountId,
  sessionId: SessionId,
): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((e) => e.fn.max('seq').as('seq'))
    .where('account_id', '=', accountId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.seq ?? 0;
}
