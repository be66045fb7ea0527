/**
 * A phone that wants to know who we are: it answers the header of our message with 401 or 407 and a challenge, carries
 * nothing of that message out, and expects it again with our credentials (SyncML Sync Protocol 1.1, 3).
 */
import type { StatusCommand } from '@anchorage/syncml-codec';
import { schemeOf } from './auth/challenge-types.ts';
import { prove, proveBody } from './auth/prove.ts';
import type { Proof } from './auth/prove.ts';
import type { AuthScheme } from './auth/contract.ts';
import type { ComposeFacts, ServerLogin } from './contract.ts';
import { endEarly, openDatastore } from './draft.ts';
import type { Draft } from './draft.ts';
import { nextPhase } from './phases.ts';
import type { SessionState } from './state.ts';

/** The phone's Status 401 or 407 for our header. One without a challenge asks for nothing that we could give. */
export function takeChallenge(draft: Draft, status: StatusCommand): void {
  const { state } = draft;
  const { chal } = status;
  // An older message has been repeated already, or its refusal is beside the point.
  if (chal === undefined || status.msgRef !== state.serverMsgId) return;
  const scheme = schemeOf(chal.meta.type);
  if (scheme === null || !mayAnswer(draft, scheme)) {
    giveUp(draft, 'the phone asks for credentials that we do not show');
    return;
  }
  const before = state.challenged;
  const shown = before !== undefined && before.since !== null && before.since <= status.msgRef;
  const refusals = (before?.refusals ?? 0) + (shown ? 1 : 0);
  if (refusals >= mostRefusals) {
    giveUp(draft, 'the phone does not take our credentials');
    return;
  }
  const nonce = chal.meta.nextNonce ?? '';
  state.challenged = { scheme, nonce, since: null, refusals, settled: false };
  takeBack(draft, status.msgRef);
}

/** It took our credentials: for good with 212, else for that message, with a nonce for the next. */
export function takeAcceptance({ state }: Draft, status: StatusCommand): void {
  const { challenged } = state;
  if (challenged === undefined || challenged.since === null || status.msgRef < challenged.since) return;
  challenged.refusals = 0;
  challenged.nonce = status.chal?.meta.nextNonce ?? challenged.nonce;
  challenged.settled = status.code === 212 && challenged.scheme !== 'mac';
}

/** What our next header has to show; notes that it does. */
export function proofFor(state: SessionState, facts: ComposeFacts, msgId: number): Proof | null {
  const { challenged, dialect } = state;
  if (challenged === undefined || challenged.settled || !facts.login) return null;
  challenged.since ??= msgId;
  return prove(challenged, dialect.version, facts.login);
}

/** `x-syncml-hmac` of the reply that was composed last, from the state composed with it; null where none is wanted. */
export function replyMac(state: SessionState, body: Uint8Array, login: ServerLogin): string | null {
  const { challenged } = state;
  if (challenged?.scheme !== 'mac' || challenged.since === null) return null;
  return proveBody(challenged, body, login);
}

function giveUp(draft: Draft, reason: string): void {
  delete draft.state.challenged;
  endEarly(draft, 'abort', reason);
}

/** A password in clear only where nobody reads along, or where the phone has shown the same one in clear before. */
function mayAnswer({ state, facts }: Draft, scheme: AuthScheme): boolean {
  if (scheme === 'mac') return state.dialect.version !== '1.0';
  return scheme === 'md5' || facts.privateLine === true || state.login === 'basic';
}

/** Nothing of the refused message counts: it is written once more. */
function takeBack(draft: Draft, msgId: number): void {
  const { state, events } = draft;
  for (const sent of state.sent.filter(({ msg }) => msg === msgId)) {
    const datastore = openDatastore(draft, sent.datastore);
    if (datastore === undefined || sent.kind === 'alert') continue;
    datastore.sentAll = false;
    if (sent.kind === 'sync' && state.package4 === msgId) datastore.syncSent = false;
    if (sent.kind === 'item' && sent.outboxId !== undefined) {
      events.push({ kind: 'item-unsent', outboxId: sent.outboxId });
    }
    if (state.outgoing !== null && state.outgoing.outboxId === sent.outboxId) state.outgoing = null;
  }
  state.sent = state.sent.filter(({ msg }) => msg !== msgId);
  state.commands.unshift(...(state.said ?? []));
  if (state.closed !== msgId || (state.phase !== 'sync-in' && state.phase !== 'map-in')) return;
  state.phase = nextPhase(state.phase, 'challenged');
}

/** A stale nonce costs one try, a phone that does not know us every one. */
const mostRefusals = 3;
