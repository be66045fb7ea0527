import { asId } from '@anchorage/model';
import type { AccountId, DeviceId, DeviceProfile } from '@anchorage/model';
import type { Selectable, Updateable } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { Device, Devices, DeviceState } from '../port/index.ts';
import { atomically, expectRow, vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

type Row = Selectable<Database['devices']>;

export function devices(context: Context): Devices {
  const { db, clock, random } = context;
  const change = async (accountId: AccountId, id: DeviceId, set: Updateable<Database['devices']>) => {
    const result = await db
      .updateTable('devices')
      .set(set)
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .executeTakeFirst();
    expectRow(result.numUpdatedRows, 'device');
  };
  return {
    add: async (accountId, device) => {
      const vault = await vaultOf(context, accountId);
      const id: DeviceId = asId(random.id());
      const { passThrough } = device;
      const row: Row = {
        account_id: accountId,
        id,
        name: device.name,
        username: passThrough ? device.username : device.username.toLowerCase(),
        password: vault.sealText('devices.password', id, device.password),
        device_uri: passThrough?.deviceUri ?? null,
        user_agent: null,
        dev_inf: null,
        profile: null,
        state: 'active',
        created_at: clock.now(),
        last_seen_at: null,
        upstream: passThrough?.upstream ?? null,
        link_id: passThrough?.linkId ?? null,
        verified_at: passThrough?.verifiedAt ?? null,
      };
      await db.insertInto('devices').values(row).execute();
      return toDevice(row);
    },
    get: async (accountId, id) => {
      const row = await db
        .selectFrom('devices')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toDevice(row) : null;
    },
    byUsername: async (username) => {
      const row = await db
        .selectFrom('devices')
        .selectAll()
        .where('username', '=', username.toLowerCase())
        .where('upstream', 'is', null)
        .executeTakeFirst();
      return row ? withPassword(context, row) : null;
    },
    byUpstream: async ({ upstream, username, deviceUri }) => {
      const row = await db
        .selectFrom('devices')
        .selectAll()
        .where('upstream', '=', upstream)
        .where('username', '=', username)
        .where('device_uri', '=', deviceUri)
        .executeTakeFirst();
      return row ? withPassword(context, row) : null;
    },
    password: async (accountId, id) => {
      const row = await db
        .selectFrom('devices')
        .select('password')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      return (await vaultOf(context, accountId)).openText('devices.password', id, row.password);
    },
    list: async (accountId) => {
      const rows = await db
        .selectFrom('devices')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute();
      return rows.map(toDevice);
    },
    update: async (
      accountId,
      id,
      { deviceUri, userAgent, devInf, profile, state, lastSeenAt, passThrough },
    ) => {
      const set: Updateable<Database['devices']> = {
        ...(deviceUri === undefined ? {} : { device_uri: deviceUri }),
        ...(userAgent === undefined ? {} : { user_agent: userAgent }),
        ...(devInf === undefined ? {} : { dev_inf: devInf }),
        ...(profile === undefined ? {} : { profile: JSON.stringify(profile) }),
        ...(state === undefined ? {} : { state }),
        ...(lastSeenAt === undefined ? {} : { last_seen_at: lastSeenAt }),
        ...(passThrough === undefined
          ? {}
          : { link_id: passThrough.linkId, verified_at: passThrough.verifiedAt }),
      };
      if (Object.keys(set).length > 0) await change(accountId, id, set);
    },
    setPassword: async (accountId, id, password) => {
      const vault = await vaultOf(context, accountId);
      await change(accountId, id, { password: vault.sealText('devices.password', id, password) });
    },
    remove: async (accountId, id) => {
      await db.deleteFrom('devices').where('account_id', '=', accountId).where('id', '=', id).execute();
    },
    reset: (accountId, id) => atomically(context, (scope) => reset(scope, accountId, id)),
  };
}

async function withPassword(
  context: Context,
  row: Row,
): Promise<{ readonly device: Device; readonly password: string }> {
  const vault = await vaultOf(context, asId(row.account_id));
  return { device: toDevice(row), password: vault.openText('devices.password', row.id, row.password) };
}

async function reset({ db }: Context, accountId: AccountId, id: DeviceId): Promise<void> {
  const device = await db
    .selectFrom('devices')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!device) throw new StoreError('not-found', 'no such device');
  const datastores = await db
    .selectFrom('datastores')
    .select('id')
    .where('account_id', '=', accountId)
    .where('device_id', '=', id)
    .execute();
  if (datastores.length === 0) return;
  const ids = datastores.map((row) => row.id);
  await db
    .deleteFrom('mappings')
    .where('account_id', '=', accountId)
    .where('datastore_id', 'in', ids)
    .execute();
  // What was set aside is known by its mapping, and is sent again like everything else.
  await db
    .deleteFrom('quarantine')
    .where('account_id', '=', accountId)
    .where('side', '=', 'to-phone')
    .where('scope', 'in', ids)
    .execute();
  // Without its mappings a broken-off session is none to go on from.
  await db
    .updateTable('session_parts')
    .set({ spent: 1 })
    .where('account_id', '=', accountId)
    .where('datastore_id', 'in', ids)
    .execute();
  await db
    .updateTable('datastores')
    .set({ client_anchor: null, server_anchor: null, served_filter: null })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute();
  await db
    .updateTable('datastore_collections')
    .set({ seen_revision: 0 })
    .where('account_id', '=', accountId)
    .where('datastore_id', 'in', ids)
    .execute();
}

function toDevice(row: Row): Device {
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    name: row.name,
    username: row.username,
    passThrough:
      row.upstream === null || row.link_id === null
        ? null
        : { upstream: row.upstream, linkId: asId(row.link_id), verifiedAt: row.verified_at },
    deviceUri: row.device_uri,
    userAgent: row.user_agent,
    devInf: row.dev_inf,
    profile: row.profile === null ? null : (JSON.parse(row.profile) as DeviceProfile),
    state: row.state as DeviceState,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}
