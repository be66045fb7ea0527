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
  /** SHA-256 of the message that began the session, hex; null where it was not kept. */
  readonly opener: string | null;
}

export function packEnvelope(envelope: SessionEnvelope): string {
  const { bound, messages, opener } = envelope;
  return JSON.stringify({ bound, messages, opener, session: serialiseState(envelope.state) });
}

/** Throws `SessionError` (`bad-state`) for a state of another version. */
export function unpackEnvelope(text: string): SessionEnvelope {
  const value = JSON.parse(text) as {
    bound?: unknown;
    messages?: unknown;
    opener?: unknown;
    session?: unknown;
  };
  return {
    state: parseState(typeof value.session === 'string' ? value.session : ''),
    bound: value.bound === true,
    messages: typeof value.messages === 'number' ? value.messages : 0,
    opener: typeof value.opener === 'string' ? value.opener : null,
  };
}
