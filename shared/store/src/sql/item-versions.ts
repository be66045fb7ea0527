import type { Selectable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Cause, Items, TouchedItem } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import { inChunks } from './chunks.ts';
import { atomically, expectCount, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import { causeColumns, toItemVersion, toStoredItem } from './stored-item.ts';
import type { Database } from './tables.ts';

/** Keeps what `row` says, as it was until `cause` replaced it. */
export async function keepVersion(
  { db, clock, random }: Context,
  vault: AccountVault,
  row: Selectable<Database['items']>,
  cause: Cause,
): Promise<void> {
  const id = random.id();
  const replaced = causeColumns(cause);
  await db
    .insertInto('item_versions')
    .values({
      account_id: row.account_id,
      id,
      item_id: row.id,
      body: vault.seal('item_versions.body', id, vault.open('items.body', row.id, row.body)),
      revision: row.revision,
      deleted: row.deleted,
      cause: row.cause,
      cause_session: row.cause_session,
      replaced_cause: replaced.cause,
      replaced_session: replaced.cause_session,
      replaced_at: clock.now(),
    })
    .execute();
}

export function itemVersions(
  context: Context,
): Pick<Items, 'keepLost' | 'lostIn' | 'versions' | 'touchedBy'> {
  const { db } = context;
  return {
    keepLost: (accountId, itemId, body, sessionId) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        const row = await scope.db
          .selectFrom('items')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', '=', itemId)
          .executeTakeFirst();
        if (!row) throw new StoreError('not-found', 'no such item');
        const lost = { kind: 'lost', sessionId } as const;
        const sealed = vault.sealText('items.body', row.id, body);
        await keepVersion(scope, vault, { ...row, ...causeColumns(lost), body: sealed, deleted: 0 }, lost);
      }),
    lostIn: async (accountId, sessionId, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('item_versions')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('cause_session', '=', sessionId)
        .where('cause', '=', 'lost')
        .orderBy('id')
        .limit(limit)
        .execute();
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => toItemVersion(row, vault));
    },
    versions: async (accountId, itemId, limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('item_versions')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('item_id', '=', itemId)
        .orderBy('replaced_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => toItemVersion(row, vault));
    },
    touchedBy: async (accountId, maker, after, limit) => {
      expectCount(limit);
      const from = after ?? '';
      const ids = await db
        .selectFrom('items')
        .select('id')
        .where('account_id', '=', accountId)
        .where('cause_session', '=', maker)
        .where('id', '>', from)
        .union(
          db
            .selectFrom('item_versions')
            .select('item_id as id')
            .where('account_id', '=', accountId)
            .where('cause_session', '=', maker)
            .where('cause', '<>', 'lost')
            .where('item_id', '>', from),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      const wanted = ids.map(({ id }) => id);
      const items = await inChunks(wanted, (piece) =>
        db
          .selectFrom('items')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', 'in', piece)
          .execute(),
      );
      const versions = await inChunks(wanted, (piece) =>
        db
          .selectFrom('item_versions')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('item_id', 'in', piece)
          .where('cause', '<>', 'lost')
          .orderBy('revision')
          .orderBy('replaced_at')
          .orderBy('id')
          .execute(),
      );
      const vault = await vaultOf(context, accountId);
      const earlier = Map.groupBy(versions, (version) => version.item_id);
      return items
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((row) => touched(row, earlier.get(row.id) ?? [], maker, vault));
    },
  };
}

/** The item's states in order, each with its maker: what was before the maker's first and what is after its last. */
function touched(
  row: Selectable<Database['items']>,
  versions: readonly Selectable<Database['item_versions']>[],
  maker: string,
  vault: AccountVault,
): TouchedItem {
  const item = toStoredItem(row, vault);
  const last = versions.findLast((version) => version.cause_session === maker);
  const first = versions.findIndex((version) => version.cause_session === maker);
  const before = versions.at(first === -1 ? -1 : first - 1);
  return {
    item,
    before: first === 0 || before === undefined ? null : toItemVersion(before, vault),
    after: row.cause_session === maker || last === undefined ? item : toItemVersion(last, vault),
  };
}
