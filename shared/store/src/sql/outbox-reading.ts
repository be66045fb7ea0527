import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { LoadedRow, Outbox, OutboxRow, OutboxState } from '../port/index.ts';
import { inChunks } from './chunks.ts';
import { expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { readPieces } from './pieces.ts';
import type { Database } from './tables.ts';
import { upTo } from './up-to.ts';

type Row = Selectable<Database['outbox']>;

/** Reading of the outbox, large data only as far as it is wanted. */
export function outboxReading(
  context: Context,
): Pick<Outbox, 'next' | 'get' | 'sameAs' | 'unheard' | 'ofSession'> {
  const { db } = context;
  const queued = (accountId: AccountId, sessionId: SessionId, datastoreId: DatastoreId) =>
    db
      .selectFrom('outbox')
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('datastore_id', '=', datastoreId)
      .where('state', '=', sql.lit('queued'));
  /** In the order of `ids`; of each the octets from `from(id)` on, `octets` at most. */
  const load = async (
    accountId: AccountId,
    ids: readonly string[],
    octets: number,
    from: (id: string) => number,
  ): Promise<LoadedRow[]> => {
    const found = await inChunks(ids, (piece) =>
      db
        .selectFrom('outbox')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', 'in', piece)
        .execute(),
    );
    if (found.length === 0) return [];
    const vault = await vaultOf(context, accountId);
    const byId = new Map(found.map((row) => [row.id, row]));
    const rows: LoadedRow[] = [];
    for (const id of ids) {
      const row = byId.get(id);
      if (row === undefined) continue;
      const { data, size } = row;
      if (data !== null || size === 0) {
        const whole = data === null ? null : vault.open('outbox.data', id, data);
        rows.push({ ...withoutData(row), data: whole, from: 0 });
        continue;
      }
      const start = Math.min(from(id), size);
      const length = Math.min(octets, size - start);
      const part = await readPieces(context, 'outbox_pieces', accountId, id, start, length);
      rows.push({ ...withoutData(row), data: part, from: start });
    }
    return rows;
  };
  return {
    next: async (accountId, sessionId, datastoreId, maxOctets, limit, reading) => {
      expectCount(limit);
      const octets = reading?.octets ?? Infinity;
      const begun = reading?.begun ?? null;
      const most = Math.max(limit, 1);
      const waiting = await queued(accountId, sessionId, datastoreId)
        .select(['id', 'size'])
        .orderBy('seq')
        .orderBy('id')
        .limit(most + 1)
        .execute();
      const first =
        begun === null
          ? undefined
          : await queued(accountId, sessionId, datastoreId)
              .select(['id', 'size'])
              .where('id', '=', begun.id)
              .executeTakeFirst();
      const ordered = first === undefined ? waiting : [first, ...waiting.filter(({ id }) => id !== first.id)];
      const loaded = ordered.slice(0, most).map(({ id, size }) => ({ id, size: Math.min(size, octets) }));
      const taken = upTo(loaded, maxOctets);
      const rows = await load(accountId, taken, octets, (id) => (id === begun?.id ? begun.from : 0));
      return { rows, complete: taken.length === ordered.length };
    },
    get: async (accountId, ids) => {
      const rows = await load(accountId, ids, Infinity, () => 0);
      return rows.toSorted((a, b) => a.seq - b.seq);
    },
    sameAs: async (accountId, sessionId, datastoreId, id) => {
      const [earlier] = await load(accountId, [id], 0, () => 0);
      if (earlier === undefined) return null;
      const found = await queued(accountId, sessionId, datastoreId)
        .select('id')
        .where('item_id', '=', earlier.itemId)
        .where('recurrence_id', '=', earlier.recurrenceId)
        .executeTakeFirst();
      const [later] = found === undefined ? [] : await load(accountId, [found.id], 0, () => 0);
      if (later === undefined || !told.every((name) => later[name] === earlier[name])) return null;
      // Piece by piece: neither of them is ever here as a whole.
      for (let at = 0; at < earlier.size; at += stride) {
        const [a] = await load(accountId, [earlier.id], stride, () => at);
        const [b] = await load(accountId, [later.id], stride, () => at);
        if (Buffer.compare(a?.data ?? nothing, b?.data ?? nothing) !== 0) return null;
      }
      return later.id;
    },
    unheard: async (accountId, datastoreId, itemId, recurrenceId, limit) => {
      expectCount(limit);
      const sent = await db
        .selectFrom('outbox')
        .select(['id', 'state'])
        .where('account_id', '=', accountId)
        .where('datastore_id', '=', datastoreId)
        .where('item_id', '=', itemId)
        .where('recurrence_id', '=', recurrenceId)
        .where('command', '=', sql.lit('replace'))
        .where('state', 'in', [sql.lit('sent'), sql.lit('done')])
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      const heard = sent.findIndex(({ state }) => state === 'done');
      const ids = (heard === -1 ? sent : sent.slice(0, heard)).map(({ id }) => id);
      return load(accountId, ids, Infinity, () => 0);
    },
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

/** What the phone is told of a row, beside its data. */
const told = ['command', 'guid', 'luid', 'contentType', 'size'] as const;
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
const nothing = new Uint8Array();
const stride = 65_536;
