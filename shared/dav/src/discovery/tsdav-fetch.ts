/** The `fetch` that tsdav is given: our transport, so that its deadlines, caps, guard and redirect rules hold here too. */
import type { DavCredentials } from '../contract.ts';
import { DavError } from '../dav-error.ts';
import { multistatusOf } from '../requests/context.ts';
import { statusFailure } from '../transport/failures.ts';
import type { DavTransport } from '../transport/messages.ts';

export interface DiscoveryFetchOptions {
  readonly transport: DavTransport;
  /** Null asks without a login, as for well-known addresses. */
  readonly credentials: DavCredentials | null;
  readonly signal: AbortSignal | undefined;
  /** Told every failure below HTTP: tsdav keeps those of well-known to itself. */
  readonly onFailure?: (failure: DavError) => void;
}

/**
 * A refused login is thrown at once and passes through tsdav untouched, so that a wrong password costs one try and not
 * one per address (Nextcloud locks the sender out after ten).
 */
export function createDiscoveryFetch(options: DiscoveryFetchOptions): typeof globalThis.fetch {
  const { transport, credentials, signal } = options;
  return async (input, init) => {
    const method = init?.method ?? 'GET';
    let answer;
    try {
      answer = await transport.request({
        method,
        url: input instanceof Request ? input.url : String(input),
        credentials,
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        size: 'list',
        redirects: init?.redirect === 'manual' ? 'report' : 'follow',
        signal,
      });
    } catch (cause) {
      if (cause instanceof DavError) options.onFailure?.(cause);
      throw cause;
    }
    if (credentials !== null && [401, 429, 503].includes(answer.status)) {
      throw statusFailure(answer, method, transport.clock.now());
    }
    // tsdav takes a document that was cut in the middle for a shorter one.
    if (answer.status === 207) multistatusOf(answer, method);
    const empty =
      answer.status === 204 || answer.status === 205 || answer.status === 304 || answer.status < 200;
    return new Response(empty ? null : new Uint8Array(answer.body), {
      status: Math.max(answer.status, 200),
      headers: pick(answer.headers),
    });
  };
}

/** What tsdav reads; other headers may hold octets that the Response class refuses. */
function pick(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { 'content-type': type, location } = headers;
  return {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(location === undefined ? {} : { location }),
  };
}
