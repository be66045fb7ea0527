import { asId } from '@anchorage/model';
import type { AccountId } from '@anchorage/model';
import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Items, StoredItem } from '../port/index.ts';
import { chunks, inChunks } from './chunks.ts';
import { atomically, expectCount, locked, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { itemListing } from './item-listing.ts';
import { itemPruning } from './item-pruning.ts';
import { itemVersions, keepVersion } from './item-versions.ts';
import { causeColumns, toStoredItem } from './stored-item.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['items']>;

export function items(context: Context): Items {
  const { db, clock } = context;
  const ofAccount = (accountId: AccountId) =>
    db.selectFrom('items').selectAll().where('account_id', '=', accountId);
  const opened = async (accountId: AccountId, rows: readonly Row[]): Promise<StoredItem[]> => {
    if (rows.length === 0) return [];
    const vault = await vaultOf(context, accountId);
    return rows.map((row) => toStoredItem(row, vault));
  };
  return {
    insert: (accountId, list, cause) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        for (const piece of chunks(list)) {
          const rows = piece.map((item) => ({
            account_id: accountId,
            id: item.id,
            collection_id: item.collectionId,
            uid: item.uid,
            href: item.href,
            etag: item.etag,
            body: vault.sealText('items.body', item.id, item.body),
            base: item.base === null ? null : vault.sealText('items.base', item.id, item.base),
            revision: item.revision,
            deleted: 0,
            updated_at: clock.now(),
            listed: isToBeCreated(item) ? 0 : 1,
            ...causeColumns(cause),
          }));
          await scope.db.insertInto('items').values(rows).execute();
        }
      }),
    update: (accountId, id, change, cause) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        const query = scope.db
          .selectFrom('items')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', '=', id);
        const row = await locked(scope, query).executeTakeFirst();
        if (!row) throw new StoreError('not-found', 'no such item');
        const { body, base, deleted, ...plain } = change;
        const news =
          change.revision !== undefined ||
          (deleted !== undefined && deleted !== (row.deleted === 1)) ||
          (body !== undefined && body !== vault.openText('items.body', id, row.body));
        if (news) await keepVersion(scope, vault, row, cause);
        const set: Updateable<Database['items']> = { ...plain };
        if (news) Object.assign(set, causeColumns(cause), { updated_at: clock.now() });
        if (body !== undefined) set.body = vault.sealText('items.body', id, body);
        if (base !== undefined) set.base = base === null ? null : vault.sealText('items.base', id, base);
        if (deleted !== undefined) set.deleted = deleted ? 1 : 0;
        if (isToBeCreated(change)) set.listed = 0;
        if (Object.keys(set).length === 0) return;
        await scope.db
          .updateTable('items')
          .set(set)
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute();
      }),
    get: async (accountId, id) => {
      const row = await ofAccount(accountId).where('id', '=', id).executeTakeFirst();
      return row ? toStoredItem(row, await vaultOf(context, accountId)) : null;
    },
    many: async (accountId, ids) =>
      opened(
        accountId,
        await inChunks(ids, (piece) => ofAccount(accountId).where('id', 'in', piece).execute()),
      ),
    byHrefs: async (accountId, collectionId, hrefs) => {
      const query = ofAccount(accountId).where('collection_id', '=', collectionId);
      return opened(accountId, await inChunks(hrefs, (piece) => query.where('href', 'in', piece).execute()));
    },
    byUids: async (accountId, collectionId, uids) => {
      const query = ofAccount(accountId).where('collection_id', '=', collectionId);
      return opened(accountId, await inChunks(uids, (piece) => query.where('uid', 'in', piece).execute()));
    },
    index: async (accountId, collectionId) => {
      const rows = await db
        .selectFrom('items')
        .select(['id', 'href', 'etag', (e) => e('base', 'is not', null).as('pushed')])
        .where('account_id', '=', accountId)
        .where('collection_id', '=', collectionId)
        .where('deleted', '=', sql.lit(0))
        .execute();
      return rows.map(({ id, href, etag, pushed }) => ({
        id: asId(id),
        href,
        etag,
        pushed: etag !== null || Boolean(pushed),
      }));
    },
    changedSince: async (accountId, collectionId, revision, limit) => {
      expectCount(limit);
      const rows = await ofAccount(accountId)
        .where('collection_id', '=', collectionId)
        .where('revision', '>', revision)
        .orderBy('revision')
        .orderBy('id')
        .limit(limit)
        .execute();
      return opened(accountId, rows);
    },
    countLiving: async (accountId, collectionId) => {
      const row = await db
        .selectFrom('items')
        .select((e) => e.fn.countAll<number>().as('count'))
        .where('account_id', '=', accountId)
        .where('collection_id', '=', collectionId)
        .where('deleted', '=', sql.lit(0))
        .executeTakeFirstOrThrow();
      return row.count;
    },
    ...itemListing(context),
    ...itemVersions(context),
    ...itemPruning(context),
  };
}

function isToBeCreated({
  etag,
  base,
}: {
  readonly etag?: string | null;
  readonly base?: string | null;
}): boolean {
  return etag === null && base === null;
}
