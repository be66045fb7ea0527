import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Inbox, InboxRow, InboxState } from '../port/index.ts';
import { chunks, inChunks } from './chunks.ts';
import { atomically, expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { readPieces } from './pieces.ts';
import type { Database } from './tables.ts';
import { upTo } from './up-to.ts';

export function inbox(context: Context): Inbox {
  const { db, random } = context;
  const pending = (accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId) =>
    db
      .selectFrom('inbox')
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('datastore_id', '=', datastoreId)
      .where('state', '=', sql.lit('pending'));
  const read = async (accountId: AccountId, ids: readonly string[]): Promise<InboxRow[]> => {
    const rows = await inChunks(ids, (piece) =>
      db
        .selectFrom('inbox')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', 'in', piece)
        .execute(),
    );
    if (rows.length === 0) return [];
    const vault = await vaultOf(context, accountId);
    const read: InboxRow[] = [];
    for (const row of rows.toSorted((a, b) => a.seq - b.seq)) {
      const { id, data, size } = row;
      const inPieces = data === null && size > 0;
      read.push({
        id: asId(id),
        sessionId: asId(row.session_id),
        datastoreId: asId(row.datastore_id),
        seq: row.seq,
        command: row.command as InboxRow['command'],
        luid: row.luid,
        contentType: row.content_type,
        data: inPieces
          ? await readPieces(context, 'inbox_pieces', accountId, id, 0, size)
          : data === null
            ? null
            : vault.open('inbox.data', id, data),
        state: row.state as InboxState,
      });
    }
    return read;
  };
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
              size: data?.byteLength ?? 0,
              state: 'pending',
            });
          }
          await scope.db.insertInto('inbox').values(rows).execute();
        }
      }),
    pending: async (accountId, sessionId, datastoreId, afterSeq, limit, maxOctets) => {
      expectCount(limit);
      const waiting = await pending(accountId, sessionId, datastoreId)
        .select(['id', 'size'])
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return read(accountId, upTo(waiting, maxOctets ?? Infinity));
    },
    hasPending: async (accountId, sessionId, datastoreId, afterSeq) => {
      const row = await pending(accountId, sessionId, datastoreId)
        .select('id')
        .where('seq', '>', afterSeq)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    deleted: async (accountId, sessionId, datastoreId) => {
      const rows = await pending(accountId, sessionId, datastoreId)
        .select('luid')
        .distinct()
        .where('command', '=', 'delete')
        .execute();
      return rows.map((row) => row.luid);
    },
    luids: async (accountId, sessionId, datastoreId) => {
      const rows = await db
        .selectFrom('inbox')
        .select('luid')
        .distinct()
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .where('state', '<>', 'partial')
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
