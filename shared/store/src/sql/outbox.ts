import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Outbox } from '../port/index.ts';
import { chunks } from './chunks.ts';
import { atomically, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { lastSequence } from './inbox.ts';
import { outboxReading } from './outbox-reading.ts';
import { writePiece } from './pieces.ts';

export function outbox(context: Context): Outbox {
  const { db, random } = context;
  return {
    append: (accountId, list) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        const sequence = new Map<SessionId, number>();
        for (const piece of chunks(latest(list))) {
          for (const [key, own] of Map.groupBy(piece, scopeOf)) await dropQueued(scope, accountId, key, own);
          const rows = [];
          for (const row of piece) {
            const last =
              sequence.get(row.sessionId) ??
              (await lastSequence(scope.db, 'outbox', accountId, row.sessionId));
            sequence.set(row.sessionId, last + 1);
            const id = random.id();
            rows.push({
              account_id: accountId,
              id,
              session_id: row.sessionId,
              datastore_id: row.datastoreId,
              seq: last + 1,
              command: row.command,
              guid: row.guid,
              luid: row.luid,
              content_type: row.contentType,
              data:
                row.data === null || row.data.byteLength > pieceSize
                  ? null
                  : vault.seal('outbox.data', id, row.data),
              size: row.data?.byteLength ?? 0,
              item_id: row.itemId,
              recurrence_id: row.recurrenceId,
              revision: row.revision,
              state: 'queued',
              status: null,
            });
          }
          await scope.db.insertInto('outbox').values(rows).execute();
          for (const [at, { data }] of piece.entries())
            if (data !== null && data.byteLength > pieceSize)
              await writeAll(scope, accountId, rows[at]?.id ?? '', data);
        }
      }),
    clear: async (accountId, sessionId, datastoreId, items) => {
      const queued = db
        .deleteFrom('outbox')
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .where('state', '=', sql.lit('queued'));
      if (items === undefined) await queued.execute();
      else for (const piece of chunks(items)) await queued.where('item_id', 'in', piece).execute();
    },
    count: async (accountId, sessionId, datastoreId) => {
      const row = await db
        .selectFrom('outbox')
        .select((e) => e.fn.countAll<number>().as('count'))
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .executeTakeFirstOrThrow();
      return row.count;
    },
    setState: (accountId, ids, state, status) =>
      atomically(context, async ({ db: tx }) => {
        for (const piece of chunks(ids)) {
          await tx
            .updateTable('outbox')
            .set({ state, status })
            .where('account_id', '=', accountId)
            .where('id', 'in', piece)
            .execute();
        }
      }),
    ...outboxReading(context),
  };
}

async function writeAll(
  context: Context,
  accountId: AccountId,
  rowId: string,
  data: Uint8Array,
): Promise<void> {
  for (let start = 0; start < data.byteLength; start += pieceSize) {
    const piece = data.subarray(start, start + pieceSize);
    await writePiece(context, 'outbox_pieces', accountId, rowId, start, piece);
  }
}

type NewRow = Parameters<Outbox['append']>[1][number];

/** Of rows for the same item and occurrence the last, where the first stood. */
function latest(rows: readonly NewRow[]): NewRow[] {
  return [...new Map(rows.map((row) => [`${scopeOf(row)}|${row.itemId}|${row.recurrenceId}`, row])).values()];
}

function scopeOf(row: NewRow): `${SessionId}|${DatastoreId}` {
  return `${row.sessionId}|${row.datastoreId}`;
}

async function dropQueued(
  { db }: Context,
  accountId: AccountId,
  scope: string,
  rows: readonly NewRow[],
): Promise<void> {
  const [sessionId = '', datastoreId = ''] = scope.split('|');
  for (const [recurrenceId, own] of Map.groupBy(rows, (row) => row.recurrenceId)) {
    await db
      .deleteFrom('outbox')
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('datastore_id', '=', datastoreId)
      .where('state', '=', sql.lit('queued'))
      .where('recurrence_id', '=', recurrenceId)
      .where(
        'item_id',
        'in',
        own.map((row) => row.itemId),
      )
      .execute();
  }
}

/** As large as a piece may be: no message of an ordinary phone needs more than two of them. */
const pieceSize = 16_384;
