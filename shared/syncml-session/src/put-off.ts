/**
 * Datastores that have to wait because too many phones sync everything at the moment: 417 for their Alert, retry later
 * (SyncML Representation Protocol 1.2.2, 10). Nothing else becomes of it: anchors, mappings and whatever an earlier
 * session left stay as they are.
 */
import type { DatastoreName } from '@anchorage/model';
import type { Draft } from './draft.ts';
import { opensDatastore } from './repeated-package.ts';
import type { SessionState } from './state.ts';

/** Returns the Status code. */
export function putOff({ state, events }: Draft, name: DatastoreName): number {
  state.putOff = [...(state.putOff ?? []).filter((other) => other !== name), name];
  events.push({ kind: 'datastore-put-off', datastore: name });
  return 417;
}

/** It is opened after all: a phone may ask again in the same session. */
export function takeUp({ state }: Draft, name: DatastoreName): void {
  if (state.putOff !== undefined) state.putOff = state.putOff.filter((other) => other !== name);
}

/** Everything that the phone asked for has to wait. */
export function isPutOff({ putOff: waiting = [], datastores }: SessionState): boolean {
  return waiting.length > 0 && datastores.length === 0;
}

/** Some phones see no Status but the header's: theirs says it too. */
export function refuseHeader({ state, message, facts }: Draft): void {
  if (facts.profile.retryLater !== 'header' || state.request === null) return;
  if (isPutOff(state) && message.commands.some(opensDatastore))
    state.request = { ...state.request, code: 417 };
}
