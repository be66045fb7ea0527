/** A datastore's part of a session: opened by an Alert, switched to another kind of sync, finished. */
import { syncTypes } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type { SessionEvent } from '@anchorage/syncml-session';
import type { Datastore, SessionPart } from '@anchorage/store';
import { interruptedBefore } from '../interrupted.ts';
import { datastoreNamed } from './context.ts';
import type { EffectContext } from './context.ts';
import { settleAnswer } from './item-answered.ts';

type EventOf<Kind extends SessionEvent['kind']> = Extract<SessionEvent, { readonly kind: Kind }>;

/** `refresh` starts at the Alert, so that it runs while the phone uploads (ADR 0001). */
export async function openPart(
  context: EffectContext,
  event: EventOf<'datastore-opened'>,
): Promise<readonly Job[]> {
  const { tx, device, sessionId } = context;
  const datastore = datastoreNamed(context, event.datastore);
  const peerUri = device.deviceUri ?? '';
  if (event.confirmsLast === true) await settleLast(context, datastore);
  const interrupted =
    event.resumes === true
      ? await interruptedBefore(tx, datastore, { current: sessionId, peerUri, now: context.now })
      : null;
  // Nobody can go on with it any more: only the newest session of a datastore is resumed.
  if (interrupted === null) await tx.objects.drop(device.accountId, datastore.id, null);
  await tx.sessions.openPart(device.accountId, {
    sessionId,
    datastoreId: datastore.id,
    datastore: datastore.name,
    resumes: interrupted?.sessionId ?? null,
    // What was sent before it broke off was chosen by its filter; windows that go by today's date stay those of that day.
    filter: interrupted === null ? (event.filter ?? null) : interrupted.filter,
    syncType: event.syncType,
    clientNext: event.client.next,
    serverNext: event.serverNext,
  });
  return datastore.collections.map(({ id }) => ({
    kind: 'refresh',
    accountId: device.accountId,
    collectionId: id,
  }));
}

/** The phone finished with what it was sent and never said so: that counts as said. */
async function settleLast(context: EffectContext, { id }: Datastore): Promise<void> {
  const { tx, device, sessionId: current } = context;
  const last = await tx.sessions.latestWith(device.accountId, id, current);
  if (last?.part.state !== 'finished') return;
  const sessionId = last.session.id;
  for (const row of await tx.outbox.ofSession(device.accountId, sessionId)) {
    if (row.datastoreId !== id || row.state !== 'sent') continue;
    await settleAnswer({ ...context, sessionId }, row.id, 200);
  }
}

/** What came in under the other kind of sync comes again: the inbox so far is forgotten. */
export async function reopenPart(context: EffectContext, event: EventOf<'sync-type-changed'>): Promise<void> {
  const { tx, device, sessionId } = context;
  const part = await partOf(context, datastoreNamed(context, event.datastore));
  await tx.sessions.openPart(device.accountId, {
    sessionId,
    datastoreId: part.datastoreId,
    datastore: part.datastore,
    syncType: event.syncType,
    clientNext: part.clientNext,
    serverNext: part.serverNext,
    filter: part.filter,
  });
}

/**
 * Anchors and position advance together, in the transaction that stores the reply which ends the datastore
 * (SyncML Sync Protocol 1.1, 2.2.1).
 */
export async function finishPart(
  context: EffectContext,
  datastore: Datastore,
  clientNext: string,
): Promise<void> {
  const { tx, device, sessionId } = context;
  const part = await partOf(context, datastore);
  await tx.datastores.setAnchors(device.accountId, datastore.id, {
    client: clientNext,
    server: part.serverNext,
  });
  if (part.seen.length > 0) {
    await tx.datastores.setSeen(device.accountId, datastore.id, part.seen);
    const served = part.filter === null ? null : JSON.stringify(part.filter);
    if (served !== datastore.servedFilter)
      await tx.datastores.setServedFilter(device.accountId, datastore.id, served);
  }
  // In such a refresh the phone has dropped all it had (SyncML Sync Protocol 1.1, refresh sync from server).
  if (part.syncType === syncTypes.refreshFromServer)
    await tx.mappings.removeWithdrawn(device.accountId, datastore.id);
  await tx.sessions.updatePart(device.accountId, sessionId, datastore.id, { state: 'finished' });
}

async function partOf({ tx, device, sessionId }: EffectContext, datastore: Datastore): Promise<SessionPart> {
  const parts = await tx.sessions.parts(device.accountId, sessionId);
  const part = parts.find(({ datastoreId }) => datastoreId === datastore.id);
  if (part === undefined) throw new TypeError(`no part for ${datastore.name} in this session`);
  return part;
}
