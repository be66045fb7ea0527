import { asId } from '@anchorage/model';
import { atomically, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Quarantine, QuarantineRow } from '../port/index.ts';

export function quarantine(context: Context): Quarantine {
  const { db, random } = context;
  return {
    put: (accountId, row) =>
      atomically(context, async (scope) => {
        const vault = await vaultOf(scope, accountId);
        const id = random.id();
        const fresh = {
          // A new id with the new text: the sealed text belongs to its id.
          id,
          reason: row.reason,
          raw: vault.seal('quarantine.raw', id, row.raw),
          created_at: row.createdAt,
        };
        await scope.db
          .insertInto('quarantine')
          .values({
            account_id: accountId,
            side: row.side,
            scope: scopeOf(row),
            collection_id: row.collectionId,
            datastore_id: row.datastoreId,
            reference: row.reference,
            ...fresh,
          })
          .onConflict((c) => c.columns(['account_id', 'side', 'scope', 'reference']).doUpdateSet(fresh))
          .execute();
      }),
    list: async (accountId) => {
      const rows = await db
        .selectFrom('quarantine')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      if (rows.length === 0) return [];
      const vault = await vaultOf(context, accountId);
      return rows.map((row) => ({
        id: asId(row.id),
        side: row.side as QuarantineRow['side'],
        collectionId: row.collection_id === null ? null : asId(row.collection_id),
        datastoreId: row.datastore_id === null ? null : asId(row.datastore_id),
        reference: row.reference,
        reason: row.reason,
        raw: vault.open('quarantine.raw', row.id, row.raw),
        createdAt: row.created_at,
      }));
    },
    remove: async (accountId, id) => {
      await db.deleteFrom('quarantine').where('account_id', '=', accountId).where('id', '=', id).execute();
    },
    resolve: async (accountId, key) => {
      await db
        .deleteFrom('quarantine')
        .where('account_id', '=', accountId)
        .where('side', '=', key.side)
        .where('scope', '=', scopeOf(key))
        .where('reference', '=', key.reference)
        .execute();
    },
  };
}

function scopeOf(key: Pick<QuarantineRow, 'collectionId' | 'datastoreId'>): string {
  return key.collectionId ?? key.datastoreId ?? '';
}
