/** What neither side could digest: listed with its reason, dropped on request. The raw text is never shown here. */
import { asId, type QuarantineId } from '@anchorage/model';
import type { PortalOptions } from '../portal-options.ts';
import { ApiError } from '../api-error.ts';
import { accountNamed } from './lookup.ts';
import type { Route } from './route.ts';

export function quarantineRoutes({ store, clock }: PortalOptions): readonly Route[] {
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
        const id: QuarantineId = asId<'quarantine'>(String(context['params'].row));
        const rows = await store.quarantine.list(account.id);
        if (!rows.some((row) => row.id === id))
          throw new ApiError('not-found', 'There is no such item in quarantine.');
        await store.transaction(async (tx) => {
          await tx.quarantine.remove(account.id, id);
          await tx.audit.add(account.id, {
            at: clock.now(),
            actor: 'operator',
            action: 'quarantine.drop',
            subject: id,
          });
        });
        context.status = 204;
      },
    },
  ];
}
