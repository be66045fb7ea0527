/** Accounts: a person whose phones and clouds belong together. */
import { z } from 'zod';
import type { PortalOptions } from '../portal-options.ts';
import { jsonBody } from './body.ts';
import type { Route } from './route.ts';

const newAccount = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    // It stands in paths and logs: nothing that needs escaping there.
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u),
  timeZone: z.string().refine(isTimeZone).default('UTC'),
});

export function accountRoutes({ store, clock }: Pick<PortalOptions, 'store' | 'clock'>): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/accounts',
      auth: 'token',
      handle: async (context) => {
        const accounts = await store.accounts.list();
        context.body = {
          accounts: accounts.map(({ id, name, timeZone, createdAt }) => ({ id, name, timeZone, createdAt })),
        };
      },
    },
    {
      method: 'POST',
      path: '/api/accounts',
      auth: 'token',
      handle: async (context) => {
        const account = await store.accounts.add(await jsonBody(context, newAccount));
        await store.audit.add(account.id, {
          at: clock.now(),
          actor: 'operator',
          action: 'account.add',
          subject: account.id,
        });
        context.status = 201;
        context.body = { id: account.id, name: account.name, timeZone: account.timeZone };
      },
    },
  ];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
