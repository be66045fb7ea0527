/**
 * What one side could not digest: listed with its reason, tried again or dropped on request. The raw text is never shown
 * here.
 */
import { askFor } from '@anchorage/jobs';
import type { Account, QuarantineRow, Store, Tables } from '@anchorage/store';
import type { PortalOptions } from '../portal-options.ts';
import { ApiError } from '../api-error.ts';
import { accountNamed } from './lookup.ts';
import { releaseQuarantined } from './release-quarantined.ts';
import type { Route } from './route.ts';

export function quarantineRoutes({ store, queue, clock, logger }: PortalOptions): readonly Route[] {
  const noted = (tx: Tables, account: Account, action: string, subject: string): Promise<void> =>
    tx.audit.add(account.id, { at: clock.now(), actor: 'operator', action, subject });
  return [
    {
      method: 'GET',
      path: '/api/accounts/:account/quarantine',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const rows = await store.quarantine.list(account.id);
        context.body = {
          quarantine: rows.map(({ id, side, reason, raw, createdAt }) => ({
            id,
            side,
            reason,
            size: raw.length,
            createdAt,
          })),
        };
      },
    },
    {
      method: 'DELETE',
      path: '/api/accounts/:account/quarantine/:row',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const { id } = await rowOf(store, account, context['params'].row);
        await store.transaction(async (tx) => {
          await tx.quarantine.remove(account.id, id);
          await noted(tx, account, 'quarantine.drop', id);
        });
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/quarantine/:row/retry',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const row = await rowOf(store, account, context['params'].row);
        const job = await store.transaction(async (tx) => {
          const wanted = await releaseQuarantined(tx, account.id, row, clock.now());
          await noted(tx, account, 'quarantine.retry', row.id);
          return wanted;
        });
        if (job !== null) await askFor({ queue, logger }, job);
        context.body = { when: job === null ? 'next-sync' : 'now' };
      },
    },
  ];
}

async function rowOf(store: Store, account: Account, id: string | undefined): Promise<QuarantineRow> {
  const row = (await store.quarantine.list(account.id)).find((one) => one.id === id);
  if (row === undefined) throw new ApiError('not-found', 'There is no such item in quarantine.');
  return row;
}
