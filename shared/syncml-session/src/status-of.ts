/** What the front must know of a state. */
import type { DeviceProfile } from '@anchorage/model';
import type { OutgoingPosition, SessionStatus } from './contract.ts';
import { nextPosition } from './outgoing-object.ts';
import type { OutgoingObject } from './outgoing-object.ts';
import { isEnd } from './phases.ts';
import { isPutOff } from './put-off.ts';
import { unsent, untaken } from './send-changes.ts';
import { messageLimit } from './sizes.ts';
import type { SessionState } from './state.ts';

export function statusOf(state: SessionState): SessionStatus {
  const sending = state.phase === 'sync-out' ? [...unsent(state, false), ...untaken(state)] : [];
  return {
    // States exist only for sessions whose login was accepted.
    authenticated: true,
    signed: state.login === 'mac',
    owesCredential: state.challenged !== undefined && !state.challenged.settled,
    awaitingReply: state.request !== null,
    awaitingOutbox: sending.filter((datastore) => !datastore.outboxReady).map(({ name }) => name),
    sending: sending.map(({ name }) => name),
    ended: isEnd(state.phase),
    putOff: isPutOff(state),
    begun: state.outgoing === null ? null : positionOf(state.outgoing, state.answered),
    left: (state.left ?? []).map((object) => positionOf(object, state.answered)),
  };
}

/** Octets that a reply may have. */
export function messageOctets(state: SessionState, profile: DeviceProfile): number {
  return messageLimit(state.maxMsgSize, profile, state.dialect.encoding);
}

function positionOf(object: OutgoingObject, answered: number | undefined): OutgoingPosition {
  const { datastore, outboxId } = object;
  return { datastore, outboxId, from: nextPosition(object, answered).from };
}
