/**
 * What is stored as a session's state: the protocol's own, and what the front must remember beside it.
 */
import { parseState, serialiseState } from '@anchorage/syncml-session';
import type { SessionState } from '@anchorage/syncml-session';

export interface SessionEnvelope {
  readonly state: SessionState;
  /**
   * The phone has come back with the token of our RespURI. From then on a message without it does not belong to this
   * session: SessionIDs are easily guessed, and are all that a phone which ignores RespURI has to show.
   */
  readonly bound: boolean;
  /** Messages taken in so far. */
  readonly messages: number;
}

export function packEnvelope(envelope: SessionEnvelope): string {
  const { bound, messages } = envelope;
  return JSON.stringify({ bound, messages, session: serialiseState(envelope.state) });
}

/** Throws `SessionError` (`bad-state`) for a state of another version. */
export function unpackEnvelope(text: string): SessionEnvelope {
  const value = JSON.parse(text) as { bound?: unknown; messages?: unknown; session?: unknown };
  return {
    state: parseState(typeof value.session === 'string' ? value.session : ''),
    bound: value.bound === true,
    messages: typeof value.messages === 'number' ? value.messages : 0,
  };
}
