import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { SessionRow, Sessions } from '../port/index.ts';
import { expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { removeRows } from './remove-rows.ts';
import { sessionParts, toPart } from './session-parts.ts';
import { toSessionRow } from './session-row.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['sessions']>;

export function sessions(context: Context): Sessions {
  const { db } = context;
  const opened = async (row: Row): Promise<SessionRow> =>
    toSessionRow(row, await vaultOf(context, asId(row.account_id)));
  const select = () => db.selectFrom('sessions').selectAll();
  const newestWith = async (
    accountId: AccountId,
    datastoreId: DatastoreId,
    only: readonly ['<' | '<>', SessionId] | null,
  ): ReturnType<Sessions['latestWith']> => {
    const query = db
      .selectFrom('session_parts')
      .innerJoin('sessions', (join) =>
        join
          .onRef('sessions.account_id', '=', 'session_parts.account_id')
          .onRef('sessions.id', '=', 'session_parts.session_id'),
      )
      .selectAll('session_parts')
      .where('session_parts.account_id', '=', accountId)
      .where('session_parts.datastore_id', '=', datastoreId)
      .orderBy('sessions.started_at', 'desc')
      .orderBy('sessions.id', 'desc')
      .limit(1);
    const found = await (
      only === null ? query : query.where('session_parts.session_id', ...only)
    ).executeTakeFirst();
    if (!found) return null;
    const row = await select()
      .where('account_id', '=', accountId)
      .where('id', '=', found.session_id)
      .executeTakeFirst();
    if (!row) return null;
    const part = toPart(found, await vaultOf(context, accountId));
    return { session: await opened(row), part, spent: found.spent !== 0 };
  };
  return {
    insert: async (accountId, session) => {
      const vault = await vaultOf(context, accountId);
      const row: Row = {
        account_id: accountId,
        id: session.id,
        device_id: session.deviceId,
        token: session.token,
        peer_uri: session.peerUri,
        peer_session_id: session.peerSessionId,
        state: vault.sealText('sessions.state', session.id, session.state),
        version: 1,
        phase: 'open',
        last_request: session.lastRequest,
        last_msg_id: session.lastMsgId,
        last_reply: null,
        last_reply_type: null,
        started_at: session.startedAt,
        updated_at: session.startedAt,
        outcome: null,
        place: session.place ?? null,
      };
      await db.insertInto('sessions').values(row).execute();
      return toSessionRow(row, vault);
    },
    byToken: async (token) => {
      const row = await select().where('token', '=', token).executeTakeFirst();
      return row ? opened(row) : null;
    },
    byPeer: async (peerUri, peerSessionId) => {
      const row = await select()
        .where('peer_uri', '=', peerUri)
        .where('peer_session_id', '=', peerSessionId)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? opened(row) : null;
    },
    get: async (accountId, id) => {
      const row = await select().where('account_id', '=', accountId).where('id', '=', id).executeTakeFirst();
      return row ? opened(row) : null;
    },
    openOf: async (accountId, deviceId, except) => {
      const query = select()
        .where('account_id', '=', accountId)
        .where('device_id', '=', deviceId)
        .where('phase', '=', 'open')
        .orderBy('started_at')
        .orderBy('id');
      const rows = await (except === null ? query : query.where('id', '<>', except)).execute();
      return Promise.all(rows.map(opened));
    },
    latestWith: (accountId, datastoreId, except) =>
      newestWith(accountId, datastoreId, except === null ? null : ['<>', except]),
    previousWith: (accountId, datastoreId, before) => newestWith(accountId, datastoreId, ['<', before]),
    list: async (accountId, limit) => {
      expectCount(limit);
      const rows = await select()
        .where('account_id', '=', accountId)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return Promise.all(rows.map(opened));
    },
    update: async (accountId, id, version, change) => {
      const { state, phase, lastRequest, lastMsgId, lastReply, outcome, place, updatedAt } = change;
      const vault = await vaultOf(context, accountId);
      const set: Updateable<Database['sessions']> = {
        updated_at: updatedAt,
        version: version + 1,
        ...(state === undefined ? {} : { state: vault.sealText('sessions.state', id, state) }),
        ...(phase === undefined ? {} : { phase }),
        ...(lastRequest === undefined ? {} : { last_request: lastRequest }),
        ...(lastMsgId === undefined ? {} : { last_msg_id: lastMsgId }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(place === undefined ? {} : { place }),
      };
      if (lastReply === null) Object.assign(set, { last_reply: null, last_reply_type: null });
      if (lastReply) {
        set.last_reply = vault.seal('sessions.last_reply', id, lastReply.body);
        set.last_reply_type = lastReply.contentType;
      }
      const result = await db
        .updateTable('sessions')
        .set(set)
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (result.numUpdatedRows === 1n) return;
      const now = await db
        .selectFrom('sessions')
        .select('version')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!now) throw new StoreError('not-found', 'no such session');
      throw new StoreError('stale', `session is at version ${now.version}, not ${version}`);
    },
    places: async ({ since, place, tenantId, except }) => {
      let query = db
        .selectFrom('sessions')
        .select((e) => e.fn.countAll<number>().as('count'))
        // Literals, as the index has them.
        .where('sessions.phase', '=', sql.lit('open'))
        .where('sessions.place', 'is not', null)
        .where('sessions.updated_at', '>=', since);
      if (place !== undefined) query = query.where('sessions.place', '=', place);
      if (tenantId !== undefined) {
        query = query
          .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
          .where('accounts.tenant_id', '=', tenantId);
      }
      if (except !== undefined) {
        query = query.where((e) =>
          e.or([
            e('sessions.account_id', '<>', except.accountId),
            e('sessions.device_id', '<>', except.deviceId),
          ]),
        );
      }
      return (await query.executeTakeFirstOrThrow()).count;
    },
    idle: async (before, limit) => {
      expectCount(limit);
      const rows = await select()
        .where('phase', '=', 'open')
        .where('updated_at', '<', before)
        .orderBy('updated_at')
        .limit(limit)
        .execute();
      const found = await Promise.all(rows.map((row) => opened(row).catch(unlessSealed)));
      return found.filter((row) => row !== null);
    },
    prune: async (before, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('sessions')
        .select(['account_id', 'id'])
        .where('phase', 'in', ['finished', 'aborted'])
        .where('updated_at', '<', before)
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('inbox')
                .select('inbox.id')
                .whereRef('inbox.account_id', '=', 'sessions.account_id')
                .whereRef('inbox.session_id', '=', 'sessions.id')
                .where('inbox.state', '=', sql.lit('pending')),
            ),
          ),
        )
        // An Add that was never mapped: only its row tells that the phone may have the item under a LUID nobody knows.
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('outbox')
                .innerJoin('mappings', (join) =>
                  join
                    .onRef('mappings.account_id', '=', 'outbox.account_id')
                    .onRef('mappings.datastore_id', '=', 'outbox.datastore_id')
                    .onRef('mappings.guid', '=', 'outbox.guid'),
                )
                .select('outbox.id')
                .whereRef('outbox.account_id', '=', 'sessions.account_id')
                .whereRef('outbox.session_id', '=', 'sessions.id')
                .where('outbox.command', '=', sql.lit('add'))
                .where('outbox.state', 'in', [sql.lit('sent'), sql.lit('done')])
                .where('mappings.luid', 'is', null)
                .where('mappings.pending', '=', sql.lit(1)),
            ),
          ),
        )
        .limit(limit)
        .execute();
      return removeRows(db, 'sessions', rows);
    },
    ...sessionParts(context),
  };
}

/** One account's lost key must not keep the sweeper from the others. */
function unlessSealed(error: unknown): null {
  if (error instanceof StoreError && error.code === 'sealed') return null;
  throw error;
}
