/** What went wrong below HTTP, and which answers of HTTP are no answers: to DavError, never with a URL in the text. */
import { DavError, type DavErrorCode } from '../dav-error.ts';
import { readRefusal } from '../refusal.ts';
import { readRetryAfter } from '../retry-after.ts';
import { acceptsBasic } from './credentials.ts';
import { guardCode } from './address-guard.ts';
import type { DavAnswer } from './messages.ts';

/** A connection's failure. */
export function connectionFailure(cause: unknown, method: string): DavError {
  if (cause instanceof DavError) return cause;
  const code = codeOf(cause);
  if (code === guardCode) {
    return new DavError('forbidden', 'the server is at an address the operator does not allow', { method });
  }
  return new DavError(
    failureCodes[code] ?? (code.startsWith('HPE_') ? 'malformed' : 'unreachable'),
    `${method} failed (${code})`,
    {
      method,
      cause,
    },
  );
}

/** Was the connection cut, so that a read may be asked for again? */
export function isReset(cause: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(codeOf(cause));
}

/** One of our own deadlines passed. */
export function overdue(method: string): DavError {
  return new DavError('timeout', `${method} took too long`, { method });
}

/** The error for a status that is none of the outcomes the caller knows. */
export function statusFailure(answer: DavAnswer, method: string, now: number): DavError {
  const refusal = readRefusal(answer.body.toString('utf8'));
  return new DavError(codeFor(answer, refusal.usageLimit), `${method} was answered with ${answer.status}`, {
    method,
    status: answer.status,
    preconditions: refusal.preconditions,
    retryAfter: readRetryAfter(answer.headers['retry-after'], now),
  });
}

function codeFor(answer: DavAnswer, usageLimit: boolean): DavErrorCode {
  const { status } = answer;
  if (status === 401) return acceptsBasic(answer.headers['www-authenticate']) ? 'needs-login' : 'unsupported';
  if (status === 403) return usageLimit ? 'busy' : 'forbidden';
  if (status === 507) return 'server-failure';
  if (status >= 200 && status < 300) return 'malformed';
  if (status >= 300 && status < 400) return 'refused-redirect';
  return statusCodes[status] ?? (status >= 500 ? 'server-failure' : 'unsupported');
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return 'unknown';
  if (cause instanceof AggregateError && cause.errors.length > 0 && !('code' in cause))
    return codeOf(cause.errors[0]);
  const code = 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

const statusCodes: Readonly<Record<number, DavErrorCode>> = {
  402: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  410: 'not-found',
  413: 'too-large',
  423: 'busy',
  425: 'busy',
  429: 'busy',
  501: 'unsupported',
  503: 'busy',
};

const failureCodes: Readonly<Record<string, DavErrorCode>> = {
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_RESPONSE_EXCEEDED: 'too-large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
};
