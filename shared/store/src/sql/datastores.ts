import { asId } from '@anchorage/model';
import type { AccountId, CollectionId, DatastorePolicy, DatastoreId, DatastoreName } from '@anchorage/model';
import type { Selectable, Updateable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Datastore, Datastores } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import { atomically, expectCount, expectRow, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['datastores']>;
type Seen = Datastore['collections'];

export function datastores(context: Context): Datastores {
  const { db, random } = context;
  const ofAccount = (accountId: AccountId) =>
    db.selectFrom('datastores').selectAll().where('account_id', '=', accountId);
  const change = async (accountId: AccountId, id: DatastoreId, set: Updateable<Database['datastores']>) => {
    const result = await db
      .updateTable('datastores')
      .set(set)
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .executeTakeFirst();
    expectRow(result.numUpdatedRows, 'datastore');
  };
  return {
    add: (accountId, { deviceId, name, policy, collections }) =>
      atomically(context, async ({ db: tx }) => {
        const id: DatastoreId = asId(random.id());
        await tx
          .insertInto('datastores')
          .values({ account_id: accountId, id, device_id: deviceId, name, policy })
          .execute();
        const listed = [...new Set(collections)];
        if (listed.length > 0) {
          const rows = listed.map((collectionId, position) => ({
            account_id: accountId,
            datastore_id: id,
            collection_id: collectionId,
            position,
            seen_revision: 0,
          }));
          await tx.insertInto('datastore_collections').values(rows).execute();
        }
        return {
          id,
          accountId,
          deviceId,
          name,
          policy,
          clientAnchor: null,
          serverAnchor: null,
          window: null,
          servedFilter: null,
          collections: listed.map((collectionId) => ({ id: collectionId, seenRevision: 0 })),
        };
      }),
    get: async (accountId, id) => {
      const row = await ofAccount(accountId).where('id', '=', id).executeTakeFirst();
      if (!row) return null;
      const vault = await vaultOf(context, accountId);
      return toDatastore(row, await seenOf(context, accountId, [id]), vault);
    },
    ofDevice: async (accountId, deviceId) => {
      const rows = await ofAccount(accountId).where('device_id', '=', deviceId).orderBy('id').execute();
      const seen = await seenOf(
        context,
        accountId,
        rows.map((row) => row.id),
      );
      if (rows.length === 0) return [];
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => toDatastore(row, seen, vault));
    },
    setPolicy: (accountId, id, policy) => change(accountId, id, { policy }),
    setAnchors: (accountId, id, { client, server }) =>
      change(accountId, id, { client_anchor: client, server_anchor: server }),
    setServedFilter: async (accountId, id, servedFilter) => {
      const vault = await vaultOf(context, accountId);
      const sealed =
        servedFilter === null ? null : vault.sealText('datastores.served_filter', id, servedFilter);
      await change(accountId, id, { served_filter: sealed });
    },
    setWindow: (accountId, id, window) =>
      change(accountId, id, {
        window_back: window?.back ?? null,
        window_forward: window?.forward ?? null,
      }),
    setSeen: (accountId, id, seen) =>
      atomically(context, async ({ db: tx }) => {
        if (seen.length === 0) return;
        const last = await tx
          .selectFrom('datastore_collections')
          .select((e) => e.fn.max('position').as('position'))
          .where('account_id', '=', accountId)
          .where('datastore_id', '=', id)
          .executeTakeFirst();
        const next = (last?.position ?? -1) + 1;
        const byCollection = new Map<CollectionId, number>(
          seen.map(({ collectionId, revision }) => [collectionId, revision]),
        );
        const rows = [...byCollection].map(([collectionId, revision], index) => ({
          account_id: accountId,
          datastore_id: id,
          collection_id: collectionId,
          position: next + index,
          seen_revision: revision,
        }));
        await tx
          .insertInto('datastore_collections')
          .values(rows)
          .onConflict((c) =>
            c
              .columns(['account_id', 'datastore_id', 'collection_id'])
              .doUpdateSet((e) => ({ seen_revision: e.ref('excluded.seen_revision') })),
          )
          .execute();
      }),
    reserveGuids: async (accountId, id, count) => {
      expectCount(count);
      const row = await db
        .updateTable('datastores')
        .set((e) => ({ next_guid: e('next_guid', '+', count) }))
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .returning('next_guid')
        .executeTakeFirst();
      if (!row) throw new StoreError('not-found', 'no such datastore');
      return row.next_guid - count;
    },
  };
}

async function seenOf(
  { db }: Context,
  accountId: AccountId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Seen>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('datastore_collections')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('datastore_id', 'in', ids)
    .orderBy('position')
    .orderBy('collection_id')
    .execute();
  const seen = new Map<string, Seen>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.datastore_id)) {
    seen.set(
      id,
      own.map((row) => ({ id: asId(row.collection_id), seenRevision: row.seen_revision })),
    );
  }
  return seen;
}

function toDatastore(row: Row, seen: ReadonlyMap<string, Seen>, vault: AccountVault): Datastore {
  const { window_back: back, window_forward: forward, served_filter: served } = row;
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    deviceId: asId(row.device_id),
    name: row.name as DatastoreName,
    policy: row.policy as DatastorePolicy,
    clientAnchor: row.client_anchor,
    serverAnchor: row.server_anchor,
    window: back === null && forward === null ? null : { back, forward },
    servedFilter: served === null ? null : vault.openText('datastores.served_filter', row.id, served),
    collections: seen.get(row.id) ?? [],
  };
}
