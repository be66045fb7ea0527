import type { SessionRow } from '@anchorage/store';

/** Why a session ended, where we ended it. Shown to people. */
export const outcomes = {
  /** The same phone began a new session. */
  superseded: 'superseded',
  /** No message for a long time. */
  idle: 'timed out',
  /** The phone said so: Alert 224. The session machine's own word. */
  suspended: 'suspended by the phone',
  /** More messages than any sync needs. */
  endless: 'too many messages',
} as const;

/** Ended by us from outside: nothing is written in it any more, and the phone that comes back to it logs in again. */
export function isGivenUp({ phase, outcome }: Pick<SessionRow, 'phase' | 'outcome'>): boolean {
  return phase === 'aborted' && (outcome === outcomes.superseded || outcome === outcomes.idle);
}
