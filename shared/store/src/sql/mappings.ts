import { asId } from '@anchorage/model';
import type { AccountId, DatastoreId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { Mapping, Mappings } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import { chunks, inChunks } from './chunks.ts';
import { atomically, expectCount, expectRow, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['mappings']>;

export function mappings(context: Context): Mappings {
  const { db, random } = context;
  const ofDatastore = (accountId: AccountId, datastoreId: DatastoreId) =>
    db
      .selectFrom('mappings')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('datastore_id', '=', datastoreId);
  const opened = async (accountId: AccountId, rows: readonly Row[]): Promise<Mapping[]> => {
    if (rows.length === 0) return [];
    const vault = await vaultOf(context, accountId);
    return rows.map((row) => toMapping(row, vault));
  };
  return {
    insert: (accountId, list) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        for (const piece of chunks(list)) {
          const rows = piece.map((mapping) => {
            const id = random.id();
            return {
              account_id: accountId,
              id,
              datastore_id: mapping.datastoreId,
              luid: mapping.luid,
              guid: mapping.guid,
              item_id: mapping.itemId,
              recurrence_id: mapping.recurrenceId,
              view: mapping.view === null ? null : vault.sealText('mappings.view', id, mapping.view),
              revision: mapping.revision,
              pending: mapping.pending ? 1 : 0,
              hold: null,
              held_by: null,
              turns: null,
            };
          });
          await scope.db.insertInto('mappings').values(rows).execute();
        }
      }),
    byLuids: async (accountId, datastoreId, luids) => {
      const query = ofDatastore(accountId, datastoreId);
      return opened(accountId, await inChunks(luids, (piece) => query.where('luid', 'in', piece).execute()));
    },
    byGuids: async (accountId, datastoreId, guids) => {
      const query = ofDatastore(accountId, datastoreId);
      return opened(accountId, await inChunks(guids, (piece) => query.where('guid', 'in', piece).execute()));
    },
    byItems: async (accountId, datastoreId, itemIds) => {
      const query = ofDatastore(accountId, datastoreId);
      return opened(
        accountId,
        await inChunks(itemIds, (piece) => query.where('item_id', 'in', piece).execute()),
      );
    },
    anyUnmapped: async (accountId, datastoreId, current) => {
      const query = db
        .selectFrom('mappings')
        .innerJoin('outbox', (join) =>
          join
            .onRef('outbox.account_id', '=', 'mappings.account_id')
            .onRef('outbox.datastore_id', '=', 'mappings.datastore_id')
            .onRef('outbox.guid', '=', 'mappings.guid'),
        )
        .select('outbox.id')
        .where('mappings.account_id', '=', accountId)
        .where('mappings.datastore_id', '=', datastoreId)
        .where('mappings.pending', '=', sql.lit(1))
        .where('mappings.luid', 'is', null)
        // Literals, as in the partial indexes.
        .where('outbox.command', '=', sql.lit('add'))
        .where('outbox.state', 'in', [sql.lit('sent'), sql.lit('done')]);
      const others = current === null ? query : query.where('outbox.session_id', '!=', current);
      return (await others.limit(1).executeTakeFirst()) !== undefined;
    },
    page: async (accountId, datastoreId, after, limit) => {
      expectCount(limit);
      const query = ofDatastore(accountId, datastoreId).orderBy('id').limit(limit);
      return opened(accountId, await (after === null ? query : query.where('id', '>', after)).execute());
    },
    pendingOf: async (accountId, datastoreId, after, limit) => {
      expectCount(limit);
      const query = ofDatastore(accountId, datastoreId)
        .where('pending', '=', sql.lit(1))
        .orderBy('id')
        .limit(limit);
      return opened(accountId, await (after === null ? query : query.where('id', '>', after)).execute());
    },
    update: async (accountId, id, change) => {
      const { view, turns } = change;
      const set: Updateable<Database['mappings']> = {
        ...(change.luid === undefined ? {} : { luid: change.luid }),
        ...(change.guid === undefined ? {} : { guid: change.guid }),
        ...(change.revision === undefined ? {} : { revision: change.revision }),
        ...(change.pending === undefined ? {} : { pending: change.pending ? 1 : 0 }),
        ...(change.withdrawn === undefined ? {} : { withdrawn: change.withdrawn ? 1 : 0 }),
        ...(change.hold === undefined ? {} : { hold: null, held_by: null }),
        ...(change.refusals === undefined ? {} : { refusals: change.refusals }),
        ...(change.aside === undefined ? {} : { aside: change.aside }),
        ...(change.itemId === undefined ? {} : { item_id: change.itemId }),
        ...(change.recurrenceId === undefined ? {} : { recurrence_id: change.recurrenceId }),
      };
      if (view !== undefined || turns !== undefined) {
        const vault = await vaultOf(context, accountId);
        const sealed = (place: 'mappings.view' | 'mappings.turns', text: string | null) =>
          text === null ? null : vault.sealText(place, id, text);
        if (view !== undefined) set.view = sealed('mappings.view', view);
        if (turns !== undefined)
          set.turns = sealed('mappings.turns', turns === null ? null : JSON.stringify(turns));
      }
      if (Object.keys(set).length === 0) return;
      const result = await db
        .updateTable('mappings')
        .set(set)
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'mapping');
    },
    remove: (accountId, ids) =>
      atomically(context, async ({ db: tx }) => {
        for (const piece of chunks(ids)) {
          await tx
            .deleteFrom('mappings')
            .where('account_id', '=', accountId)
            .where('id', 'in', piece)
            .execute();
        }
      }),
    removeWithdrawn: async (accountId, datastoreId) => {
      await db
        .deleteFrom('mappings')
        .where('account_id', '=', accountId)
        .where('datastore_id', '=', datastoreId)
        .where('withdrawn', '=', 1)
        .execute();
    },
  };
}

function toMapping(row: Row, vault: AccountVault): Mapping {
  return {
    id: asId(row.id),
    datastoreId: asId(row.datastore_id),
    luid: row.luid,
    guid: row.guid,
    itemId: asId(row.item_id),
    recurrenceId: row.recurrence_id,
    view: row.view === null ? null : vault.openText('mappings.view', row.id, row.view),
    revision: row.revision,
    pending: row.pending === 1,
    withdrawn: row.withdrawn === 1,
    hold: row.hold as Mapping['hold'],
    refusals: row.refusals,
    aside: row.aside,
    turns:
      row.turns === null
        ? null
        : (JSON.parse(vault.openText('mappings.turns', row.id, row.turns)) as Mapping['turns']),
  };
}
