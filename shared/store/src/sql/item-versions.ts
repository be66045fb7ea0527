import type { Selectable } from 'kysely';
import type { Cause, Items } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import { inChunks } from './chunks.ts';
import { expectCount, vaultOf } from './context.ts';
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

export function itemVersions(context: Context): Pick<Items, 'versions' | 'touchedBy'> {
  const { db } = context;
  return {
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
    touchedBy: async (accountId, sessionId, limit) => {
      expectCount(limit);
      const vault = await vaultOf(context, accountId);
      const versions = await db
        .selectFrom('item_versions')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('replaced_session', '=', sessionId)
        .orderBy('replaced_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      // A session may have changed an item twice: what it was before the first time counts.
      const first = new Map<string, Selectable<Database['item_versions']>>();
      for (const version of versions) {
        if (!first.has(version.item_id)) first.set(version.item_id, version);
      }
      const changed = await inChunks([...first.keys()], (piece) =>
        db
          .selectFrom('items')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', 'in', piece)
          .execute(),
      );
      const made = await db
        .selectFrom('items')
        .selectAll()
        .where('account_id', '=', accountId)
        .where((e) =>
          e.or([
            e('cause_session', '=', sessionId),
            e(
              'id',
              'in',
              e
                .selectFrom('item_versions')
                .select('item_id')
                .where('account_id', '=', accountId)
                .where('cause_session', '=', sessionId),
            ),
          ]),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      const added = made.filter((row) => !first.has(row.id));
      return [...changed, ...added].slice(0, limit).map((row) => {
        const before = first.get(row.id);
        const madeHere = before !== undefined && before.cause_session === sessionId;
        return {
          item: toStoredItem(row, vault),
          before: before && !madeHere ? toItemVersion(before, vault) : null,
        };
      });
    },
  };
}
