/** Which days of its calendar a phone gets when it does not ask for days itself. The cloud keeps all of them. */
import { datastoreNames, filterable, kindOfDatastore } from '@anchorage/model';
import type { Middleware } from 'koa';
import { z } from 'zod';
import type { PortalOptions } from '../portal-options.ts';
import { jsonBody } from './body.ts';
import { accountNamed, datastoreOf, deviceOf } from './lookup.ts';
import type { Route } from './route.ts';

const days = z.int().min(0).max(36_500).nullable().default(null);
const dated = datastoreNames.filter((name) => filterable[kindOfDatastore[name]].dates);
/** Both null, or left out: everything. */
const window = z.object({ datastore: z.enum(dated).default('cal'), back: days, forward: days });

export function windowRoutes(options: PortalOptions): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/accounts/:account/devices/:device/window',
      auth: 'token',
      handle: setWindow(options),
    },
  ];
}

/** The phone's next sync goes by it: what is outside then is taken off the phone, what is inside comes. */
function setWindow({ store, clock }: PortalOptions): Middleware {
  return async (context) => {
    const account = await accountNamed(store, context['params'].account);
    const device = await deviceOf(store, account, context['params'].device);
    const { datastore: name, back, forward } = await jsonBody(context, window);
    const datastore = await datastoreOf(store, device, name);
    const wanted = back === null && forward === null ? null : { back, forward };
    await store.transaction(async (tx) => {
      await tx.datastores.setWindow(account.id, datastore.id, wanted);
      await tx.audit.add(account.id, {
        at: clock.now(),
        actor: 'operator',
        action: 'device.window',
        subject: device.id,
      });
    });
    context.body = { datastore: name, window: wanted };
  };
}
