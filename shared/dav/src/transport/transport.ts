/**
 * HTTP for DAV: few connections per origin, deadlines and caps on everything, redirects by hand, every body consumed.
 * It knows no DAV property; an answer of any status is returned as it is, 401 and 503 as well.
 */
import type { Timers } from '@anchorage/model';
import { DavError } from '../dav-error.ts';
import { basicAuthorization, mayShareLogin } from './credentials.ts';
import { connectionFailure, isReset, overdue } from './failures.ts';
import type {
  DavAnswer,
  DavRequest,
  DavTransport,
  DavTransportOptions,
  TransportLimits,
} from './messages.ts';
import { nodeTimers } from './node-timers.ts';
import { plainHeaders, readBody } from './read-body.ts';
import { createSocketClient } from './socket-client.ts';

export function createDavTransport(options: DavTransportOptions): DavTransport {
  const limits: TransportLimits = { ...defaultLimits, ...options.limits };
  const siblings = options.siblingDomains ?? defaultSiblingDomains;
  const { timers = nodeTimers } = options;
  const http = options.http ?? createSocketClient(options, limits);

  return {
    clock: options.clock,
    sharesLogin: (from, to) => mayShareLogin(new URL(from), new URL(to), siblings),
    async request(request) {
      request.signal?.throwIfAborted();
      const deadline = new AbortController();
      const callOff = timers.after(limits.overall, () => deadline.abort(overdue(request.method)));
      try {
        return await follow(request, deadline);
      } catch (cause) {
        request.signal?.throwIfAborted();
        throw connectionFailure(deadline.signal.aborted ? deadline.signal.reason : cause, request.method);
      } finally {
        callOff();
      }
    },
    close: () => http.close(),
  };

  async function follow(request: DavRequest, deadline: AbortController): Promise<DavAnswer> {
    let url = parseUrl(request.url, request.method);
    for (let hops = 0; ; hops += 1) {
      const answer = await exchangeTwice(request, url, deadline);
      if (request.redirects === 'report' || !redirectStatuses.has(answer.status)) return answer;
      if (hops === limits.redirects)
        throw refusedRedirect(request.method, answer.status, 'too many redirects');
      url = redirectTarget(request, url, answer);
    }
  }

  function redirectTarget(request: DavRequest, from: URL, answer: DavAnswer): URL {
    const { method } = request;
    // RFC 9110, 15.4.4: 303 points at something else to read, never at where this request belongs.
    if (answer.status === 303 && method !== 'GET')
      throw refusedRedirect(method, 303, 'a redirect to another resource');
    const location = answer.headers['location'];
    if (location === undefined || !URL.canParse(location, from.href)) {
      throw refusedRedirect(method, answer.status, 'a redirect without a target');
    }
    const to = new URL(location, from);
    if (!/^https?:$/.test(to.protocol))
      throw refusedRedirect(method, answer.status, 'a redirect to no HTTP address');
    if (from.protocol === 'https:' && to.protocol === 'http:') {
      throw refusedRedirect(method, answer.status, 'a redirect from https to http');
    }
    // Followed without its login it would end in a 401 that accuses the user's password.
    if (request.credentials !== null && !mayShareLogin(from, to, siblings)) {
      throw refusedRedirect(method, answer.status, 'a redirect to another host');
    }
    return to;
  }

  /** A kept-alive connection may be closed at the very moment it is used: reads are asked for once more (RFC 9110, 9.2.2). */
  async function exchangeTwice(request: DavRequest, url: URL, deadline: AbortController): Promise<DavAnswer> {
    try {
      return await exchange(request, url, deadline);
    } catch (cause) {
      if (!readMethods.has(request.method) || !isReset(cause) || deadline.signal.aborted) throw cause;
      request.signal?.throwIfAborted();
      await pause(timers, 20 + (options.random.bytes(1)[0] ?? 0), deadline.signal);
      return exchange(request, url, deadline);
    }
  }

  async function exchange(request: DavRequest, url: URL, deadline: AbortController): Promise<DavAnswer> {
    const started = options.clock.now();
    let status = 0;
    let bytes = 0;
    try {
      const signals = [deadline.signal, ...(request.signal === undefined ? [] : [request.signal])];
      const answer = await http.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: headersFor(request),
        // A buffer, so that its Content-Length is sent: Radicale's own server refuses chunked bodies.
        body: request.body === undefined ? null : Buffer.from(request.body, 'utf8'),
        signal: AbortSignal.any(signals),
      });
      status = answer.statusCode;
      const headers = plainHeaders(answer.headers);
      const body = await readBody(answer.body, headers, {
        method: request.method,
        cap: request.size === 'list' ? limits.listBytes : limits.objectBytes,
        milliseconds: limits.body,
        timers,
        deadline,
      });
      bytes = body.byteLength;
      return { status, url: url.href, headers, body };
    } finally {
      options.onExchange?.({
        method: request.method,
        origin: url.origin,
        status,
        bytes,
        milliseconds: options.clock.now() - started,
      });
    }
  }

  function headersFor(request: DavRequest): Record<string, string> {
    return {
      accept: '*/*',
      'user-agent': options.userAgent,
      ...(request.credentials === null
        ? {}
        : { authorization: basicAuthorization(request.credentials, request.method) }),
      ...request.headers,
    };
  }
}

function parseUrl(text: string, method: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new DavError('unsupported', 'the address is no plain http or https URL', { method });
  }
  return url;
}

function refusedRedirect(method: string, status: number, what: string): DavError {
  return new DavError('refused-redirect', `${method} was answered with ${what}`, { method, status });
}

function pause(timers: Timers, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(milliseconds, resolve);
    signal.addEventListener(
      'abort',
      () => {
        callOff();
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);
/** iCloud finds an account's collections on `pNN-` hosts. */
const defaultSiblingDomains = ['icloud.com'] as const;
const defaultLimits: TransportLimits = {
  connectionsPerOrigin: 4,
  connect: 10_000,
  headers: 60_000,
  body: 120_000,
  overall: 240_000,
  listBytes: 64 * 1024 * 1024,
  objectBytes: 12 * 1024 * 1024,
  redirects: 5,
};
