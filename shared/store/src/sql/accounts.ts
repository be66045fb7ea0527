import { asId } from '@anchorage/model';
import type { AccountId, TenantId } from '@anchorage/model';
import type { Selectable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Account, Accounts, Keys } from '../port/index.ts';
import type { Context } from './context.ts';
import { expectCount, locked } from './context.ts';
import type { Database } from './tables.ts';

export function accounts(context: Context): Accounts {
  const { db, vault, clock, random } = context;
  return {
    add: async ({ name, timeZone, tenantId = defaultTenant }) => {
      const id: AccountId = asId(random.id());
      const { keyId, wrapped } = vault.newDataKey(id);
      const row = {
        id,
        tenant_id: tenantId,
        name,
        name_key: nameKey(name),
        time_zone: timeZone,
        created_at: clock.now(),
        data_key: wrapped,
        key_id: keyId,
      };
      await db.insertInto('accounts').values(row).execute();
      return toAccount(row);
    },
    get: async (id) => {
      const row = await db.selectFrom('accounts').select(shown).where('id', '=', id).executeTakeFirst();
      return row ? toAccount(row) : null;
    },
    byName: async (name, tenantId = defaultTenant) => {
      const row = await db
        .selectFrom('accounts')
        .select(shown)
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst();
      return row ? toAccount(row) : null;
    },
    list: async () => {
      const rows = await db.selectFrom('accounts').select(shown).orderBy('name_key').orderBy('id').execute();
      return rows.map(toAccount);
    },
    lockTenant: async (id) => {
      await locked(context, db.selectFrom('tenants').select('id').where('id', '=', id)).execute();
    },
    remove: async (id) => {
      await db.deleteFrom('accounts').where('id', '=', id).execute();
      vault.forget(id);
    },
  };
}

export function keys({ db, vault }: Context): Keys {
  return {
    status: async () => {
      const rows = await db
        .selectFrom('accounts')
        .select(['key_id', (e) => e.fn.countAll<number>().as('accounts')])
        .groupBy('key_id')
        .orderBy('key_id')
        .execute();
      const used = rows.map((row) => ({
        keyId: row.key_id,
        current: row.key_id === vault.ring.currentId,
        accounts: row.accounts,
      }));
      if (used.some((key) => key.current)) return used;
      return [...used, { keyId: vault.ring.currentId, current: true, accounts: 0 }];
    },
    rewrap: async (limit) => {
      expectCount(limit);
      const rows = await db
        .selectFrom('accounts')
        .select(['id', 'data_key', 'key_id'])
        .where('key_id', '<>', vault.ring.currentId)
        // Those that can be opened first: accounts of a lost key must not stand in the way of the others.
        .orderBy((e) =>
          e
            .case()
            .when('key_id', 'in', [...vault.ring.ids])
            .then(0)
            .else(1)
            .end(),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      const failed: AccountId[] = [];
      let rewrapped = 0;
      for (const row of rows) {
        const id: AccountId = asId(row.id);
        try {
          const { keyId, wrapped } = vault.rewrap(id, row.data_key);
          const result = await db
            .updateTable('accounts')
            .set({ data_key: wrapped, key_id: keyId })
            .where('id', '=', id)
            .where('key_id', '=', row.key_id)
            .executeTakeFirst();
          rewrapped += Number(result.numUpdatedRows);
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== 'sealed') throw error;
          failed.push(id);
        }
      }
      return { rewrapped, failed };
    },
  };
}

/** The tenant of installations that have one; made by `openStore`. */
export const defaultTenant: TenantId = asId('00000000-0000-7000-8000-000000000001');

export async function ensureDefaultTenant({ db, clock }: Context): Promise<void> {
  await db
    .insertInto('tenants')
    .values({ id: defaultTenant, name: 'default', created_at: clock.now() })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function toAccount(row: Pick<Selectable<Database['accounts']>, (typeof shown)[number]>): Account {
  return {
    id: asId(row.id),
    tenantId: asId(row.tenant_id),
    name: row.name,
    timeZone: row.time_zone,
    createdAt: row.created_at,
  };
}

const shown = ['id', 'tenant_id', 'name', 'time_zone', 'created_at'] as const;
