import { asId } from '@anchorage/model';
import type { AccountId, DatastoreName, SyncFilter, SyncType } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { PartState, SessionPart, Sessions } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import { atomically, expectCount, expectRow, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

type Parts = Pick<Sessions, 'openPart' | 'parts' | 'updatePart' | 'unreconciled'>;

export function sessionParts(context: Context): Parts {
  const { db } = context;
  return {
    openPart: (accountId, part) =>
      atomically(context, async (scope) => {
        const { db: tx } = scope;
        for (const table of ['inbox', 'outbox'] as const) {
          await tx
            .deleteFrom(table)
            .where('account_id', '=', accountId)
            .where('session_id', '=', part.sessionId)
            .where('datastore_id', '=', part.datastoreId)
            .execute();
        }
        const fresh = {
          datastore: part.datastore,
          sync_type: part.syncType,
          state: 'open',
          client_next: part.clientNext,
          server_next: part.serverNext,
          seen: '[]',
          counts: '{}',
          doubtful: '[]',
          resumes: part.resumes ?? null,
          spent: 0,
          filter: await sealedFilter(scope, accountId, part),
        };
        await tx
          .insertInto('session_parts')
          .values({
            account_id: accountId,
            session_id: part.sessionId,
            datastore_id: part.datastoreId,
            ...fresh,
          })
          .onConflict((c) => c.columns(['account_id', 'session_id', 'datastore_id']).doUpdateSet(fresh))
          .execute();
      }),
    parts: async (accountId, id) => {
      const rows = await db
        .selectFrom('session_parts')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('session_id', '=', id)
        .orderBy('datastore_id')
        .execute();
      if (rows.length === 0) return [];
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => toPart(row, vault));
    },
    updatePart: async (accountId, id, datastoreId, { state, seen, counts, doubtful }) => {
      const set: Updateable<Database['session_parts']> = {
        ...(state === undefined ? {} : { state }),
        ...(seen === undefined ? {} : { seen: JSON.stringify(seen) }),
        ...(counts === undefined ? {} : { counts: JSON.stringify(counts) }),
        ...(doubtful === undefined ? {} : { doubtful: JSON.stringify(doubtful) }),
      };
      if (Object.keys(set).length === 0) return;
      const result = await db
        .updateTable('session_parts')
        .set(set)
        .where('account_id', '=', accountId)
        .where('session_id', '=', id)
        .where('datastore_id', '=', datastoreId)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'part of the session');
    },
    unreconciled: async (limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('session_parts')
        .select(['account_id', 'session_id', 'datastore_id'])
        .where('state', '=', sql.lit('received'))
        .orderBy('session_id')
        .orderBy('datastore_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        accountId: asId(row.account_id),
        sessionId: asId(row.session_id),
        datastoreId: asId(row.datastore_id),
      }));
    },
  };
}

export function toPart(row: Selectable<Database['session_parts']>, vault: AccountVault): SessionPart {
  return {
    sessionId: asId(row.session_id),
    datastoreId: asId(row.datastore_id),
    datastore: row.datastore as DatastoreName,
    syncType: row.sync_type as SyncType,
    state: row.state as PartState,
    clientNext: row.client_next,
    serverNext: row.server_next,
    seen: JSON.parse(row.seen) as SessionPart['seen'],
    counts: JSON.parse(row.counts) as SessionPart['counts'],
    doubtful: JSON.parse(row.doubtful) as SessionPart['doubtful'],
    resumes: row.resumes === null ? null : asId(row.resumes),
    filter:
      row.filter === null
        ? null
        : (JSON.parse(vault.openText('session_parts.filter', rowId(row), row.filter)) as SyncFilter),
  };
}

/** It may name a person who is searched for. */
async function sealedFilter(
  context: Context,
  accountId: AccountId,
  { sessionId, datastoreId, filter = null }: Parameters<Sessions['openPart']>[1],
): Promise<Uint8Array | null> {
  if (filter === null) return null;
  const vault = await vaultOf(context, accountId);
  const id = rowId({ session_id: sessionId, datastore_id: datastoreId });
  return vault.sealText('session_parts.filter', id, JSON.stringify(filter));
}

function rowId(row: Pick<Selectable<Database['session_parts']>, 'session_id' | 'datastore_id'>): string {
  return `${row.session_id}|${row.datastore_id}`;
}
