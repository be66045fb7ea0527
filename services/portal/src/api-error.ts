/** What the API's handlers throw: a code for scripts, a sentence for people that says what to do next. */
export const apiErrorCodes = [
  'bad-request',
  'unauthorised',
  'not-found',
  'conflict',
  'login-refused',
  'unreachable',
  'cloud-problem',
] as const;
export type ApiErrorCode = (typeof apiErrorCodes)[number];

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
