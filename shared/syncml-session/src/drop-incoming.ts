/** The end of large objects that do not come to their end (SyncML Sync Protocol 1.1, 2.10). */
import type { DatastoreName } from '@anchorage/model';
import type { SessionEvent } from './events.ts';
import type { IncomingObject } from './incoming-object.ts';
import type { SessionState } from './state.ts';

/** What of a message being taken in is needed here. */
interface Scene {
  readonly state: SessionState;
  readonly events: SessionEvent[];
}

/** Gives an unfinished object up and tells the phone: Alert 223, naming the item as the phone did. */
export function dropIncoming(scene: Scene): void {
  const { state } = scene;
  const { incoming } = state;
  if (incoming === null) return;
  state.incoming = null;
  // One that was refused already has its answer.
  if (incoming.refused !== null) return;
  forgetPieces(scene, incoming);
  state.commands.push({ kind: 'no-end-of-data', targets: incoming.targets, sources: [incoming.luid] });
}

/** Forgets without a word what has come in part for a datastore: all of it comes again. */
export function forgetIncoming(scene: Scene, datastore: DatastoreName): void {
  const { state } = scene;
  if (state.incoming?.datastore === datastore) {
    forgetPieces(scene, state.incoming);
    state.incoming = null;
  }
  if (state.lastPiece?.datastore === datastore) state.lastPiece = null;
  for (const { incoming } of state.waiting ?? [])
    if (incoming?.datastore === datastore) forgetPieces(scene, incoming);
  stopWaiting(state, datastore);
}

/** Nothing of a resumed session is waited for any longer in this datastore. */
export function stopWaiting(state: SessionState, datastore: DatastoreName): void {
  if (state.waiting === undefined) return;
  state.waiting = state.waiting.filter((one) => (one.incoming ?? one.lastPiece)?.datastore !== datastore);
}

export function forgetPieces({ events }: Pick<Scene, 'events'>, object: IncomingObject): void {
  // A refused one has left nothing.
  if (object.refused !== null) return;
  const { datastore, luid } = object;
  events.push({ kind: 'object-dropped', datastore, luid });
}
