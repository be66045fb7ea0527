/** Whose word counts when both sides have changed one item, per datastore of a phone. */
import { datastoreNames, datastorePolicies } from '@anchorage/model';
import { z } from 'zod';
import type { PortalOptions } from '../portal-options.ts';
import { jsonBody } from './body.ts';
import { accountNamed, datastoreOf, deviceOf } from './lookup.ts';
import type { Route } from './route.ts';

const wanted = z.object({ datastore: z.enum(datastoreNames), policy: z.enum(datastorePolicies) });

export function policyRoutes({ store, clock }: PortalOptions): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/accounts/:account/devices/:device/policy',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const device = await deviceOf(store, account, context['params'].device);
        const { datastore: name, policy } = await jsonBody(context, wanted);
        const datastore = await datastoreOf(store, device, name);
        await store.transaction(async (tx) => {
          await tx.datastores.setPolicy(account.id, datastore.id, policy);
          await tx.audit.add(account.id, {
            at: clock.now(),
            actor: 'operator',
            action: 'device.policy',
            subject: device.id,
          });
        });
        context.body = { datastore: name, policy };
      },
    },
  ];
}
