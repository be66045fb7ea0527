/** What the front must know of a state. */
import type { SessionStatus } from './contract.ts';
import { isEnd } from './phases.ts';
import { unsent, untaken } from './send-changes.ts';
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
    maxMsgSize: state.maxMsgSize,
  };
}
