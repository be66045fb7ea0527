/** Why a session ended, where we ended it. Shown to people. */
export const outcomes = {
  /** The same phone began a new session. */
  superseded: 'superseded',
  /** No message for a long time. */
  idle: 'timed out',
  /** More messages than any sync needs. */
  endless: 'too many messages',
} as const;
