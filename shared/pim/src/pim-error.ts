/** What pim throws. Messages name properties and positions, never values: they end up in logs. */
export const pimErrorCodes = ['unreadable', 'unsupported', 'too-large'] as const;
export type PimErrorCode = (typeof pimErrorCodes)[number];

export class PimError extends Error {
  override readonly name = 'PimError';
  readonly code: PimErrorCode;
  constructor(code: PimErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
