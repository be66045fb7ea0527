/** What stops the work here. Everything the protocol foresees is a Status, not an error. */
export const sessionErrorCodes = {
  /** Stored state cannot be read: not ours, damaged, or of a later version. Our fault. */
  badState: 'bad-state',
  /** The phase table has no such step. Our fault. */
  badTransition: 'bad-transition',
  /** `receive` with a refused login: answer with `challenge` instead. Our fault. */
  notAuthenticated: 'not-authenticated',
  /** `receive` before the last message was answered, or `compose` without one to answer. Our fault. */
  outOfTurn: 'out-of-turn',
} as const;
export type SessionErrorCode = (typeof sessionErrorCodes)[keyof typeof sessionErrorCodes];

export class SessionError extends Error {
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SessionError';
    this.code = code;
  }
}
