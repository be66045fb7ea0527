/** What the store throws. */

export const storeErrorCodes = [
  'conflict',
  'stale',
  'fenced',
  'not-found',
  'unavailable',
  'schema',
  'sealed',
] as const;

/** `sealed`: the key that unwraps this account's data is missing or wrong. */
export type StoreErrorCode = (typeof storeErrorCodes)[number];

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
