import { asId } from '@anchorage/model';
import type { AccountId, ItemId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { Undo, Undone, Undos } from '../port/index.ts';
import { expectCount, expectRow, locked } from './context.ts';
import type { Context } from './context.ts';
import { removeRows } from './remove-rows.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['undos']>;

export function undos(context: Context): Undos {
  const { db, random } = context;
  const ofAccount = (accountId: AccountId) =>
    db.selectFrom('undos').selectAll().where('account_id', '=', accountId);
  return {
    add: async (accountId, of, requestedAt) => {
      const row: Row = {
        account_id: accountId,
        id: random.id(),
        of_kind: of.kind,
        of_id: of.kind === 'undo' ? of.undoId : of.sessionId,
        state: 'pending',
        cursor: '',
        counts: '{}',
        left_alone: '[]',
        requested_at: requestedAt,
        finished_at: null,
      };
      await db.insertInto('undos').values(row).execute();
      return toUndo(row);
    },
    get: async (accountId, id) => {
      const row = await ofAccount(accountId).where('id', '=', id).executeTakeFirst();
      return row ? toUndo(row) : null;
    },
    lock: async (accountId, id) => {
      const row = await locked(context, ofAccount(accountId).where('id', '=', id)).executeTakeFirst();
      return row ? toUndo(row) : null;
    },
    list: async (accountId, limit) => {
      expectCount(limit);
      const rows = await ofAccount(accountId)
        .orderBy('requested_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toUndo);
    },
    of: async (accountId, id) => {
      const rows = await ofAccount(accountId)
        .where('of_id', '=', id)
        .orderBy('requested_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toUndo);
    },
    update: async (accountId, id, { state, cursor, counts, leftAlone, finishedAt }) => {
      const set: Updateable<Database['undos']> = {
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor: cursor ?? '' }),
        ...(counts === undefined ? {} : { counts: JSON.stringify(counts) }),
        ...(leftAlone === undefined ? {} : { left_alone: JSON.stringify(leftAlone) }),
        ...(finishedAt === undefined ? {} : { finished_at: finishedAt }),
      };
      if (Object.keys(set).length === 0) return;
      const result = await db
        .updateTable('undos')
        .set(set)
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'undo');
    },
    pending: async (limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('undos')
        .select(['account_id', 'id'])
        .where('state', '=', sql.lit('pending'))
        .orderBy('requested_at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ accountId: asId(row.account_id), id: asId(row.id) }));
    },
    prune: async (before, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('undos')
        .select(['account_id', 'id'])
        .where('state', '=', 'done')
        .where('requested_at', '<', before)
        .limit(limit)
        .execute();
      return removeRows(db, 'undos', rows);
    },
  };
}

function toUndo(row: Row): Undo {
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    of: toUndone(row.of_kind, row.of_id),
    state: row.state as Undo['state'],
    cursor: row.cursor === '' ? null : asId<'item'>(row.cursor),
    counts: JSON.parse(row.counts) as Undo['counts'],
    leftAlone: JSON.parse(row.left_alone) as readonly ItemId[],
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
  };
}

function toUndone(kind: string, id: string): Undone {
  if (kind === 'undo') return { kind, undoId: asId(id) };
  return { kind: kind === 'hold' ? 'hold' : 'session', sessionId: asId(id) };
}
