import { asId } from '@anchorage/model';
import type { LinkId } from '@anchorage/model';
import type { Selectable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Link, Links, LinkStatus } from '../port/index.ts';
import { atomically, expectRow, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

export function links(context: Context): Links {
  const { db, clock, random } = context;
  return {
    add: async (accountId, link) => {
      const vault = await vaultOf(context, accountId);
      const id: LinkId = asId(random.id());
      const row = {
        account_id: accountId,
        id,
        provider: link.provider,
        url: link.url,
        root_url: link.rootUrl,
        username: link.username,
        password: vault.sealText('links.password', id, link.password),
        status: 'ok',
        reason: null,
        created_at: clock.now(),
      };
      await db.insertInto('links').values(row).execute();
      return toLink(row);
    },
    get: async (accountId, id) => {
      const row = await db
        .selectFrom('links')
        .select(shown)
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toLink(row) : null;
    },
    list: async (accountId) => {
      const rows = await db
        .selectFrom('links')
        .select(shown)
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute();
      return rows.map(toLink);
    },
    byLogin: async (rootUrl, username) => {
      const rows = await db
        .selectFrom('links')
        .select(shown)
        .where('root_url', '=', rootUrl)
        .where('username', '=', username)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toLink);
    },
    password: async (accountId, id) => {
      const row = await db
        .selectFrom('links')
        .select('password')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) throw new StoreError('not-found', 'no such link');
      return (await vaultOf(context, accountId)).openText('links.password', id, row.password);
    },
    setStatus: async (accountId, id, status, reason) => {
      const result = await db
        .updateTable('links')
        .set({ status, reason })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'link');
    },
    setPassword: async (accountId, id, password) => {
      const vault = await vaultOf(context, accountId);
      const result = await db
        .updateTable('links')
        .set({ password: vault.sealText('links.password', id, password), status: 'ok', reason: null })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      expectRow(result.numUpdatedRows, 'link');
    },
    remove: (accountId, id) =>
      atomically(context, async ({ db: tx }) => {
        // Mappings name items without a foreign key; those of the link's items mean nothing any more.
        await tx
          .deleteFrom('mappings')
          .where('account_id', '=', accountId)
          .where('item_id', 'in', (e) =>
            e
              .selectFrom('items')
              .innerJoin('collections', (j) =>
                j
                  .onRef('collections.account_id', '=', 'items.account_id')
                  .onRef('collections.id', '=', 'items.collection_id'),
              )
              .select('items.id')
              .where('items.account_id', '=', accountId)
              .where('collections.link_id', '=', id),
          )
          .execute();
        await tx.deleteFrom('links').where('account_id', '=', accountId).where('id', '=', id).execute();
      }),
  };
}

function toLink(row: Pick<Selectable<Database['links']>, (typeof shown)[number]>): Link {
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    provider: row.provider,
    url: row.url,
    rootUrl: row.root_url,
    username: row.username,
    status: row.status as LinkStatus,
    reason: row.reason,
    createdAt: row.created_at,
  };
}

const shown = [
  'account_id',
  'id',
  'provider',
  'url',
  'root_url',
  'username',
  'status',
  'reason',
  'created_at',
] as const;
