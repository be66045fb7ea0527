/**
 * Going on where a session broke off (DS Protocol 1.2, Alerts 224 and 225). What the phone sent is in the inbox and what
 * it confirmed is in its mappings; the state adds the kind of sync and the object that came in part.
 */
import { syncTypes } from '@anchorage/model';
import type { DatastoreName } from '@anchorage/model';
import type { Resumable } from './contract.ts';
import type { OutgoingObject } from './outgoing-object.ts';
import type { SessionState } from './state.ts';

/**
 * What `state`, of a session that did not end well, has to hand on for this datastore. Null when it is to begin anew: a
 * refresh (its phone's set or ours must be complete, in one go), a datastore that failed or is finished, SyncML before 1.2.
 * So is a slow sync of which we have nothing yet: a phone that goes on with one has sent us something, and means another
 * (an old package 1 may arrive late and open a session in between). Taken for this one, all it left out would be missing.
 */
export function resumableOf(state: SessionState, name: DatastoreName): Resumable | null {
  if (state.dialect.version !== '1.2') return null;
  const found = state.datastores.find((datastore) => datastore.name === name);
  if (found === undefined || found.failed || found.resend || found.finished) return null;
  if (found.syncType === syncTypes.refreshFromClient || found.syncType === syncTypes.refreshFromServer)
    return null;
  if (found.syncType === syncTypes.slow && !found.synced && found.resumes !== true) return null;
  const own = { incoming: state.incoming, lastPiece: state.lastPiece ?? null };
  // What an earlier interruption left may not have been gone on with yet.
  const left = [own, ...(state.waiting ?? [])].find(
    ({ incoming, lastPiece }) => incoming?.datastore === name || lastPiece?.datastore === name,
  );
  return {
    syncType: found.syncType,
    incoming: left?.incoming?.datastore === name ? left.incoming : null,
    lastPiece: left?.lastPiece?.datastore === name ? left.lastPiece : null,
    outgoing: outgoingOf(state, name),
  };
}

/** What the phone has acknowledged nothing of begins anew, and so does what it has in its own hands: the last piece. */
function outgoingOf({ outgoing, left }: SessionState, name: DatastoreName): OutgoingObject | null {
  const found = [outgoing, ...(left ?? [])].find((object) => object?.datastore === name) ?? null;
  return found === null || found.acknowledged === 0 ? null : { ...found, msg: 0 };
}

/** May the phone go on, given the Last it says? One that left it out, or never had one, is believed. */
export function mayResume(last: string | null, known: string | null): boolean {
  return last === null || last === '' || last === known;
}
