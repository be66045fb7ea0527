import { sql } from 'kysely';
import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId } from '@anchorage/model';
import { StoreError } from '../port/index.ts';
import type { ObjectInPart, Objects } from '../port/index.ts';
import { atomically, expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { lastSequence } from './inbox.ts';
import { cutPieces, writePiece } from './pieces.ts';
import { removeRows } from './remove-rows.ts';

/** An object in part is an inbox row in a state of its own, without data and outside the order of arrival. */
export function objects(context: Context): Objects {
  const { db, random } = context;
  const find = ({ db: on }: Context, accountId: AccountId, datastoreId: DatastoreId, luid: string) =>
    on
      .selectFrom('inbox')
      .select(['id', 'session_id', 'command', 'size'])
      .where('account_id', '=', accountId)
      .where('datastore_id', '=', datastoreId)
      .where('luid', '=', luid)
      .where('state', '=', partial)
      .executeTakeFirst();
  const drop: Objects['drop'] = async (accountId, datastoreId, luid) => {
    const all = db
      .deleteFrom('inbox')
      .where('account_id', '=', accountId)
      .where('datastore_id', '=', datastoreId)
      .where('state', '=', partial);
    await (luid === null ? all : all.where('luid', '=', luid)).execute();
  };
  return {
    append: (accountId, { sessionId, datastoreId, command, luid, contentType, offset, data }) =>
      atomically(context, async (scope) => {
        const size = offset + data.byteLength;
        let id: string;
        if (offset === 0) {
          await objects(scope).drop(accountId, datastoreId, luid);
          id = random.id();
          const row = {
            account_id: accountId,
            id,
            session_id: sessionId,
            datastore_id: datastoreId,
            seq: 0,
            command,
            luid,
            content_type: contentType,
            data: null,
            size,
            state: 'partial',
          };
          await scope.db.insertInto('inbox').values(row).execute();
        } else {
          const found = await find(scope, accountId, datastoreId, luid);
          if (found === undefined || found.size < offset) throw missing();
          id = found.id;
          if (found.size > offset) await cutPieces(scope, 'inbox_pieces', accountId, id, offset);
          await scope.db
            .updateTable('inbox')
            .set({ size, session_id: sessionId })
            .where('account_id', '=', accountId)
            .where('id', '=', id)
            .execute();
        }
        await writePiece(scope, 'inbox_pieces', accountId, id, offset, data);
      }),
    complete: (accountId, datastoreId, luid) =>
      atomically(context, async (scope) => {
        const found = await find(scope, accountId, datastoreId, luid);
        if (found === undefined) throw missing();
        const { id, session_id, size } = found;
        const last = await lastSequence(scope.db, 'inbox', accountId, asId(session_id));
        const vault = await vaultOf(scope, accountId);
        // Without octets there is nothing to be found in pieces.
        const data = size === 0 ? vault.seal('inbox.data', id, new Uint8Array()) : null;
        await scope.db
          .updateTable('inbox')
          .set({ state: 'pending', seq: last + 1, data })
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute();
      }),
    find: async (accountId, datastoreId, luid) => {
      const found = await find(context, accountId, datastoreId, luid);
      return found === undefined
        ? null
        : { command: found.command as ObjectInPart['command'], octets: found.size };
    },
    drop,
    prune: async (before, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('inbox')
        .innerJoin('sessions', (join) =>
          join
            .onRef('sessions.account_id', '=', 'inbox.account_id')
            .onRef('sessions.id', '=', 'inbox.session_id'),
        )
        .select(['inbox.account_id', 'inbox.id'])
        .where('inbox.state', '=', partial)
        .where('sessions.phase', '<>', 'open')
        .where('sessions.updated_at', '<', before)
        .limit(limit)
        .execute();
      return removeRows(db, 'inbox', rows);
    },
  };
}

function missing(): StoreError {
  return new StoreError('not-found', 'the object is not there up to this piece');
}

const partial = sql.lit('partial');
