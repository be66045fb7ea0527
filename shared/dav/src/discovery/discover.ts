/**
 * From what a user typed to the collections behind it (RFC 6764, 6). tsdav walks from well-known address to principal and
 * lists the collections; privileges, components, reports and sizes are asked for by ourselves.
 */
import {
  fetchAddressBooks,
  fetchCalendars,
  fetchPrincipalUrl,
  serviceDiscovery,
  type DAVAccount,
} from 'tsdav';
import type { CollectionInfo } from '../contract.ts';
import { DavError } from '../dav-error.ts';
import { collectionKey, withTrailingSlash } from '../href.ts';
import { describeCollections, type Place } from './describe.ts';
import { requestHomeSets } from './home-sets.ts';
import { mayBeAskedToo } from './spread.ts';
import { createDiscoveryFetch } from './tsdav-fetch.ts';

export interface DiscoveryRequest extends Place {
  /** An http or https URL: a server, a principal, a home set or one collection. */
  readonly url: string;
  /** Paths to try below the URL, where a product hides its DAV root. */
  readonly extraPaths?: readonly string[];
}

export interface Discovery {
  readonly rootUrl: string;
  readonly principalUrl: string | null;
  readonly collections: readonly CollectionInfo[];
}

type Service = DAVAccount['accountType'];

/** Throws DavError: `needs-login` after one refused try, `not-found` if nothing at the URL speaks CalDAV or CardDAV. */
export async function discover(request: DiscoveryRequest): Promise<Discovery> {
  const typed = plainUrl(request.url);
  const first = await findPrincipal(request, typed, 'caldav');
  const collections = new Map<string, CollectionInfo>();
  if (first.principal !== null) {
    const { rootUrl, principalUrl } = first.principal;
    const homes = await requestHomeSets(request, principalUrl);
    for (const home of homes.calendars) await listHome(request, 'caldav', rootUrl, home, collections);
    for (const home of homes.addressBooks) await listHome(request, 'carddav', rootUrl, home, collections);
    // Contacts may live under a principal of their own, as on iCloud.
    const missing =
      homes.addressBooks.length === 0 ? 'carddav' : homes.calendars.length === 0 ? 'caldav' : null;
    if (missing !== null) await listOther(request, typed, missing, principalUrl, collections);
    if (collections.size > 0) return { rootUrl, principalUrl, collections: [...collections.values()] };
  }
  // Synology's has no principal; a user may as well have typed a collection's own address.
  const direct = await describeTyped(request, typed);
  if (first.principal === null && direct.length === 0) throw first.failure ?? nothingFound();
  return {
    rootUrl: first.principal?.rootUrl ?? typed,
    principalUrl: first.principal?.principalUrl ?? null,
    collections: direct,
  };
}

interface Found {
  readonly principal: { readonly rootUrl: string; readonly principalUrl: string } | null;
  readonly failure: DavError | null;
}

async function findPrincipal(request: DiscoveryRequest, typed: string, service: Service): Promise<Found> {
  const wellKnown = await wellKnownTarget(request, typed, service);
  const trusted = wellKnown === null || mayBeAskedToo(request.transport, typed, wellKnown);
  let failure = trusted ? null : strangerNamed();
  for (const rootUrl of rootCandidates(typed, trusted ? wellKnown : null, request.extraPaths ?? [])) {
    try {
      const account: DAVAccount = { accountType: service, serverUrl: typed, rootUrl };
      const principalUrl = await fetchPrincipalUrl({ account, fetch: createDiscoveryFetch(request) });
      if (mayBeAskedToo(request.transport, typed, principalUrl)) {
        return { principal: { rootUrl, principalUrl: principalUrl }, failure };
      }
      failure ??= strangerNamed();
    } catch (cause) {
      if (cause instanceof DavError && decisive(cause)) throw cause;
      request.signal?.throwIfAborted();
      if (cause instanceof DavError) failure ??= cause;
    }
  }
  return { principal: null, failure };
}

/** Null if the server has no well-known address (RFC 6764, 5). Asked without a login: it may lead elsewhere. */
async function wellKnownTarget(
  request: DiscoveryRequest,
  typed: string,
  service: Service,
): Promise<string | null> {
  let failure: DavError | null = null;
  const fetch = createDiscoveryFetch({
    ...request,
    credentials: null,
    onFailure: (seen) => (failure = seen),
  });
  const found = await serviceDiscovery({ account: { accountType: service, serverUrl: typed }, fetch });
  request.signal?.throwIfAborted();
  const seen = failure as DavError | null;
  if (seen !== null && ['unreachable', 'timeout', 'forbidden'].includes(seen.code)) throw seen;
  return found === typed ? null : found;
}

function rootCandidates(
  typed: string,
  wellKnown: string | null,
  extraPaths: readonly string[],
): readonly string[] {
  const candidates = new URL(typed).pathname === '/' ? [] : [typed];
  if (wellKnown !== null) candidates.push(wellKnown);
  candidates.push(
    typed,
    ...extraPaths.map((path) => new URL(path, withTrailingSlash(typed)).href),
    new URL('/', typed).href,
  );
  return [...new Set(candidates)];
}

async function listOther(
  request: DiscoveryRequest,
  typed: string,
  service: Service,
  knownPrincipal: string,
  into: Map<string, CollectionInfo>,
): Promise<void> {
  const { principal } = await findPrincipal(request, typed, service);
  if (principal === null || collectionKey(principal.principalUrl) === collectionKey(knownPrincipal)) return;
  const homes = await requestHomeSets(request, principal.principalUrl);
  const urls = service === 'caldav' ? homes.calendars : homes.addressBooks;
  for (const home of urls) await listHome(request, service, principal.rootUrl, home, into);
}

async function listHome(
  request: DiscoveryRequest,
  service: Service,
  rootUrl: string,
  homeUrl: string,
  into: Map<string, CollectionInfo>,
): Promise<void> {
  const account: DAVAccount = { accountType: service, serverUrl: rootUrl, rootUrl, homeUrl };
  const fetch = createDiscoveryFetch(request);
  const described = await describeCollections(request, homeUrl, '1');
  const listed =
    service === 'caldav'
      ? await fetchCalendars({ account, fetch })
      : await fetchAddressBooks({ account, fetch });
  for (const { url } of listed) {
    if (!mayBeAskedToo(request.transport, homeUrl, url)) continue;
    const key = collectionKey(url);
    const info = described.get(key) ?? (await describeCollections(request, url, '0')).get(key);
    if (info !== undefined && info.kinds.includes('contact') === (service === 'carddav')) into.set(key, info);
  }
}

async function describeTyped(request: DiscoveryRequest, typed: string): Promise<readonly CollectionInfo[]> {
  try {
    return [...(await describeCollections(request, typed, '1')).values()];
  } catch (cause) {
    if (cause instanceof DavError && !decisive(cause)) return [];
    throw cause;
  }
}

/** Would any other address be answered differently? */
function decisive(failure: DavError): boolean {
  return failure.status === 401 || failure.code === 'busy' || failure.code === 'needs-login';
}

function plainUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new DavError('unsupported', 'the address is no http or https URL', { method: 'PROPFIND' });
  }
  // A login inside the address would end up in logs; the one that was typed beside it counts.
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}

function strangerNamed(): DavError {
  return new DavError(
    'refused-redirect',
    'the server sends its users to another host; link that host instead',
    {
      method: 'PROPFIND',
    },
  );
}

function nothingFound(): DavError {
  return new DavError('not-found', 'nothing at this address speaks CalDAV or CardDAV', {
    method: 'PROPFIND',
  });
}
