/** State there and back. The text is for our own store: it is checked for its version and shape, not for its sense. */
import { phases } from './phases.ts';
import { SessionError, sessionErrorCodes } from './session-error.ts';
import type { SessionState } from './state.ts';

export function serialiseState(state: SessionState): string {
  return JSON.stringify(state);
}

/** Throws `SessionError` `bad-state` for text that is not a state of a version we know. */
export function parseState(json: string): SessionState {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SessionError(sessionErrorCodes.badState, 'session state is not JSON', { cause });
  }
  if (!isState(value))
    throw new SessionError(sessionErrorCodes.badState, 'session state is not of version 2');
  return value;
}

function isState(value: unknown): value is SessionState {
  if (typeof value !== 'object' || value === null) return false;
  const state: Record<string, unknown> = { ...value };
  return (
    state['version'] === 2 &&
    typeof state['sessionId'] === 'string' &&
    typeof state['clientMsgId'] === 'number' &&
    typeof state['serverMsgId'] === 'number' &&
    phases.some((phase) => phase === state['phase']) &&
    lists.every((list) => Array.isArray(state[list])) &&
    typeof state['dialect'] === 'object' &&
    typeof state['phone'] === 'object'
  );
}

const lists = ['statuses', 'commands', 'datastores', 'sent'] as const;
