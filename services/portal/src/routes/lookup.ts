/** Finding what a path names; a miss is a 404 that says what was looked for. */
import { asId, type DatastoreName, type DeviceId, type SessionId } from '@anchorage/model';
import type { Account, Datastore, Device, SessionRow, Store, Undo } from '@anchorage/store';
import { ApiError } from '../api-error.ts';

export async function accountNamed(store: Store, name: string | undefined): Promise<Account> {
  const account = name === undefined ? null : await store.accounts.byName(name);
  if (account === null)
    throw new ApiError('not-found', 'There is no account of that name. `account list` shows them.');
  return account;
}

export async function deviceOf(store: Store, account: Account, id: string | undefined): Promise<Device> {
  const device =
    id === undefined ? null : await store.devices.get(account.id, asId<'device'>(id) satisfies DeviceId);
  if (device === null)
    throw new ApiError('not-found', 'This account has no such phone. `device list` shows them.');
  return device;
}

export async function datastoreOf(store: Store, device: Device, name: DatastoreName): Promise<Datastore> {
  const datastores = await store.datastores.ofDevice(device.accountId, device.id);
  const datastore = datastores.find((one) => one.name === name);
  if (datastore === undefined)
    throw new ApiError('not-found', `This phone has no datastore ${name}. \`device show\` shows them.`);
  return datastore;
}

export async function sessionOf(store: Store, account: Account, id: string | undefined): Promise<SessionRow> {
  const session =
    id === undefined ? null : await store.sessions.get(account.id, asId<'session'>(id) satisfies SessionId);
  if (session === null)
    throw new ApiError('not-found', 'This account has no such session. `session list` shows them.');
  return session;
}

/** A session, or what was done about one: both stand in `session list`. */
export async function sessionOrUndo(
  store: Store,
  account: Account,
  id: string | undefined,
): Promise<{ readonly session: SessionRow } | { readonly undo: Undo }> {
  const undo = id === undefined ? null : await store.undos.get(account.id, asId<'undo'>(id));
  return undo === null ? { session: await sessionOf(store, account, id) } : { undo };
}
