/**
 * Syncs in which everything travels, and how many may be under way at once (ADR 0017). The sessions themselves are
 * counted, in the database, so that any number of fronts agree and a process that dies takes no place with it.
 */
import { syncTypes } from '@anchorage/model';
import type { Message } from '@anchorage/syncml-codec';
import { receive } from '@anchorage/syncml-session';
import type { ReceiveFacts, Received, SessionEvent, SessionState } from '@anchorage/syncml-session';
import type { Device, Tables } from '@anchorage/store';
import type { Front } from './front.ts';

export interface Admitted {
  readonly received: Received<SessionState>;
  /** What the session's row is to say: it holds a place of this process's. */
  readonly place: { readonly place: string } | undefined;
  /** What came of an Alert that would begin a whole sync; null without one. */
  readonly wholeSync: 'admitted' | 'put-off' | null;
}

/**
 * Takes a message in; where it would begin a whole sync and there is no place, all such Alerts are put off. One place is for
 * all datastores of a session. That a phone turns its sync into a slow one in the middle, or resumes one, is never
 * refused, but counts for others.
 */
export async function receiveAdmitted(
  front: Pick<Front, 'settings' | 'clock' | 'processId'>,
  tx: Tables,
  device: Device,
  state: SessionState,
  message: Message,
  facts: ReceiveFacts,
): Promise<Admitted> {
  const wished = receive(state, message, facts);
  const asks = wished.events.some(
    (event) => event.kind === 'datastore-opened' && event.whole === true && event.resumes !== true,
  );
  const free = !asks || (await hasPlace(front, tx, device));
  const received = free ? wished : receive(state, message, { ...facts, noPlace: true });
  const refused = received.events.some(({ kind }) => kind === 'datastore-put-off');
  return {
    received,
    place: received.events.some(isWhole) ? { place: front.processId } : undefined,
    wholeSync: refused ? 'put-off' : asks ? 'admitted' : null,
  };
}

/** Of those this process let begin, the ones under way. */
export function takenPlaces(
  { store, clock }: Pick<Front, 'store' | 'clock'>,
  place: string,
): Promise<number> {
  return store.sessions.places({ place, since: clock.now() - silence });
}

function isWhole(event: SessionEvent): boolean {
  if (event.kind === 'datastore-opened') return event.whole === true;
  return event.kind === 'sync-type-changed' && event.syncType === syncTypes.slow;
}

/** The phone's own sessions do not stand in its way: this one takes their place. */
async function hasPlace(
  { settings, clock, processId }: Pick<Front, 'settings' | 'clock' | 'processId'>,
  tx: Tables,
  { accountId, id: deviceId }: Device,
): Promise<boolean> {
  const { perProcess, perTenant } = settings.wholeSyncs;
  const others = { since: clock.now() - silence, except: { accountId, deviceId } };
  const tenantId = (await tx.accounts.get(accountId))?.tenantId;
  if (perTenant > 0 && tenantId !== undefined) {
    // Or two fronts would both take the last one.
    await tx.accounts.lockTenant(tenantId);
    if ((await tx.sessions.places({ ...others, tenantId })) >= perTenant) return false;
  }
  return perProcess === 0 || (await tx.sessions.places({ ...others, place: processId })) < perProcess;
}

/** A phone that says nothing for so long holds no place any more; when it comes back, it goes on all the same. */
const silence = 5 * 60_000;
