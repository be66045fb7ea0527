/**
 * What dav throws when no outcome of the contract fits. Codes say what the connector must do: try again later
 * (`unreachable`, `timeout`, `busy`, `server-failure`), ask the user (`needs-login`, `forbidden`, `not-found`),
 * or report a peer that misbehaves (`malformed`, `too-large`, `refused-redirect`, `unsupported`).
 */
export const davErrorCodes = [
  'unreachable',
  'timeout',
  'busy',
  'server-failure',
  'needs-login',
  'forbidden',
  'not-found',
  'malformed',
  'too-large',
  'refused-redirect',
  'unsupported',
] as const;
export type DavErrorCode = (typeof davErrorCodes)[number];

export class DavError extends Error {
  override readonly name = 'DavError';
  readonly code: DavErrorCode;
  readonly method: string;
  readonly status: number | null;
  /** DAV precondition names, e.g. `valid-sync-token`. */
  readonly preconditions: readonly string[];
  /** Milliseconds the server asked us to wait, clamped to 1 s to 2 h. */
  readonly retryAfter: number | null;
  constructor(
    code: DavErrorCode,
    message: string,
    details: {
      method: string;
      status?: number | null;
      preconditions?: readonly string[];
      retryAfter?: number | null;
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.method = details.method;
    this.status = details.status ?? null;
    this.preconditions = details.preconditions ?? [];
    this.retryAfter = details.retryAfter ?? null;
  }
}
