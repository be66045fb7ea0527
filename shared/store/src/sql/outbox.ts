import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Outbox, OutboxRow, OutboxState } from '../port/index.ts';
import { chunks, inChunks } from './chunks.ts';
import { atomically, expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { lastSequence } from './inbox.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['outbox']>;

export function outbox(context: Context): Outbox {
  const { db, random } = context;
  const queued = (accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId) =>
    db
      .selectFrom('outbox')
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('datastore_id', '=', datastoreId)
      .where('state', '=', sql.lit('queued'));
  const read = async (accountId: AccountId, ids: readonly string[]): Promise<OutboxRow[]> => {
    const rows = await inChunks(ids, (piece) =>
      db
        .selectFrom('outbox')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', 'in', piece)
        .execute(),
    );
    if (rows.length === 0) return [];
    const vault = await vaultOf(context, accountId);
    return rows
      .toSorted((a, b) => a.seq - b.seq)
      .map((row) => ({
        ...withoutData(row),
        data: row.data === null ? null : vault.open('outbox.data', row.id, row.data),
      }));
  };
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
              data: row.data === null ? null : vault.seal('outbox.data', id, row.data),
              size: row.data?.byteLength ?? 0,
              item_id: row.itemId,
              recurrence_id: row.recurrenceId,
              revision: row.revision,
              state: 'queued',
              status: null,
            });
          }
          await scope.db.insertInto('outbox').values(rows).execute();
        }
      }),
    clear: async (accountId, sessionId, datastoreId) => {
      await db
        .deleteFrom('outbox')
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .where('datastore_id', '=', datastoreId)
        .where('state', '=', sql.lit('queued'))
        .execute();
    },
    next: async (accountId, sessionId, datastoreId, maxOctets, limit) => {
      expectCount(limit);
      const waiting = await queued(accountId, sessionId, datastoreId)
        .select(['id', 'size'])
        .orderBy('seq')
        .orderBy('id')
        .limit(Math.max(limit, 1) + 1)
        .execute();
      const taken: string[] = [];
      let octets = 0;
      for (const { id, size } of waiting.slice(0, Math.max(limit, 1))) {
        octets += size;
        if (taken.length > 0 && octets > maxOctets) break;
        taken.push(id);
      }
      return { rows: await read(accountId, taken), complete: taken.length === waiting.length };
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
    get: read,
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
    ofSession: async (accountId, sessionId) => {
      const rows = await db
        .selectFrom('outbox')
        .select(shown)
        .where('account_id', '=', accountId)
        .where('session_id', '=', sessionId)
        .orderBy('seq')
        .orderBy('id')
        .execute();
      return rows.map(withoutData);
    },
  };
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

function withoutData(row: Omit<Row, 'data' | 'account_id'>): Omit<OutboxRow, 'data'> {
  return {
    id: asId(row.id),
    sessionId: asId(row.session_id),
    datastoreId: asId(row.datastore_id),
    seq: row.seq,
    command: row.command as OutboxRow['command'],
    guid: row.guid,
    luid: row.luid,
    contentType: row.content_type,
    size: row.size,
    itemId: asId(row.item_id),
    recurrenceId: row.recurrence_id,
    revision: row.revision,
    state: row.state as OutboxState,
    status: row.status,
  };
}

const shown = [
  'id',
  'session_id',
  'datastore_id',
  'seq',
  'command',
  'guid',
  'luid',
  'content_type',
  'size',
  'item_id',
  'recurrence_id',
  'revision',
  'state',
  'status',
] as const;
