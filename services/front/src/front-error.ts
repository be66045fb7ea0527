/** What stops an exchange here. `busy` may be tried again; everything else about a phone is a Status or an HTTP code. */
export const frontErrorCodes = ['busy', 'stopping'] as const;
export type FrontErrorCode = (typeof frontErrorCodes)[number];

export class FrontError extends Error {
  override readonly name = 'FrontError';
  readonly code: FrontErrorCode;
  constructor(code: FrontErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
