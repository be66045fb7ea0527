/** Phones: adding one, seeing them, shutting one out, making one start over. */
import type { AccountId } from '@anchorage/model';
import type { Device, Store } from '@anchorage/store';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { addDatastores } from '../datastores.ts';
import { phonePassword, phoneUsername } from '../phone-login.ts';
import type { PortalOptions } from '../portal-options.ts';
import { jsonBody } from './body.ts';
import { accountNamed, deviceOf } from './lookup.ts';
import type { Route } from './route.ts';

const newDevice = z.object({ name: z.string().trim().min(1).max(80).default('phone') });

/** What `device add` tells the phone's owner to type; part of the contract for scripts. */
const datastoreNamesForPhones = { contacts: 'card', calendar: 'cal', tasks: 'task', notes: 'note' } as const;

export function deviceRoutes(options: PortalOptions): readonly Route[] {
  const { store } = options;
  return [
    { method: 'POST', path: '/api/accounts/:account/devices', auth: 'token', handle: addDevice(options) },
    {
      method: 'GET',
      path: '/api/accounts/:account/devices',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        context.body = { devices: (await store.devices.list(account.id)).map(shownDevice) };
      },
    },
    {
      method: 'GET',
      path: '/api/accounts/:account/devices/:device',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const device = await deviceOf(store, account, context['params'].device);
        context.body = {
          ...shownDevice(device),
          rules: device.profile?.rules ?? [],
          datastores: await shownDatastores(store, account.id, device),
        };
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/devices/:device/block',
      auth: 'token',
      handle: setState(options, 'blocked'),
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/devices/:device/unblock',
      auth: 'token',
      handle: setState(options, 'active'),
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/devices/:device/reset',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const device = await deviceOf(store, account, context['params'].device);
        await store.transaction(async (tx) => {
          await tx.devices.reset(account.id, device.id);
          await tx.audit.add(account.id, {
            at: options.clock.now(),
            actor: 'operator',
            action: 'device.reset',
            subject: device.id,
          });
        });
        context.body = shownDevice(device);
      },
    },
  ];
}

function addDevice({ store, random, clock, publicUrl }: PortalOptions): Middleware {
  return async (context) => {
    const account = await accountNamed(store, context['params'].account);
    const { name } = await jsonBody(context, newDevice);
    const password = phonePassword(random);
    const device = await store.transaction(async (tx) => {
      const added = await tx.devices.add(account.id, {
        name,
        username: phoneUsername(account.name, random),
        password,
      });
      await addDatastores(tx, account.id, added.id);
      await tx.audit.add(account.id, {
        at: clock.now(),
        actor: 'operator',
        action: 'device.add',
        subject: added.id,
      });
      return added;
    });
    context.status = 201;
    context.body = {
      id: device.id,
      url: `${publicUrl()}/sync`,
      username: device.username,
      password,
      datastores: datastoreNamesForPhones,
    };
  };
}

function setState({ store, clock }: PortalOptions, state: Device['state']): Middleware {
  return async (context) => {
    const account = await accountNamed(store, context['params'].account);
    const device = await deviceOf(store, account, context['params'].device);
    await store.transaction(async (tx) => {
      await tx.devices.update(account.id, device.id, { state });
      await tx.audit.add(account.id, {
        at: clock.now(),
        actor: 'operator',
        action: `device.${state}`,
        subject: device.id,
      });
    });
    context.body = shownDevice({ ...device, state });
  };
}

function shownDevice(device: Device) {
  const { id, name, username, state, createdAt, lastSeenAt } = device;
  return { id, name, username, state, hardware: maskedUri(device.deviceUri), createdAt, lastSeenAt };
}

async function shownDatastores(store: Store, accountId: AccountId, device: Device) {
  const datastores = await store.datastores.ofDevice(accountId, device.id);
  return datastores.map(({ name, policy, window, clientAnchor, serverAnchor, collections }) => ({
    name,
    policy,
    window,
    clientAnchor,
    serverAnchor,
    collections: collections.length,
  }));
}

/** An IMEI names a person's phone to every network: the last four digits tell two of one's own phones apart. */
function maskedUri(uri: string | null): string | null {
  return uri === null ? null : uri.replace(/.(?=.{4})/gu, '*');
}
