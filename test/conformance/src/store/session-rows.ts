import type { AccountId, DatastoreId, SessionId } from '@anchorage/model';
import { newId, octets } from './world.ts';
import type { World } from './world.ts';

/** A session with an open part. */
export async function part(
  world: World,
): Promise<{ readonly account: AccountId; readonly session: SessionId; readonly datastore: DatastoreId }> {
  const account = await world.account();
  const session = (await world.session(account)).id;
  const datastore = await world.datastore(account);
  await world.store.sessions.openPart(account, opening(session, datastore));
  return { account, session, datastore };
}

export function opening(sessionId: SessionId, datastoreId: DatastoreId) {
  return {
    sessionId,
    datastoreId,
    datastore: 'card',
    syncType: 200,
    clientNext: 'cn',
    serverNext: 'sn',
  } as const;
}

export function received(sessionId: SessionId, datastoreId: DatastoreId, luid: string) {
  const contentType = 'text/x-vcard';
  return { sessionId, datastoreId, command: 'add', luid, contentType, data: octets(`data ${luid}`) } as const;
}

export function outgoing(sessionId: SessionId, datastoreId: DatastoreId, data: string | Uint8Array) {
  return {
    sessionId,
    datastoreId,
    command: 'add',
    guid: '1',
    luid: null,
    contentType: 'text/x-vcard',
    data: typeof data === 'string' ? octets(data) : data,
    itemId: newId<'item'>(),
    recurrenceId: '',
    revision: 1,
  } as const;
}
