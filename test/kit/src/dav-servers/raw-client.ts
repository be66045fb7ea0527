/**
 * WebDAV in the plainest way, as an independent witness: no code of the gateway's, one GET per resource. The fetch of
 * Node.js 24.21 fails an assertion when Radicale closes the connection behind a body of megabytes; undici 8.12 does not,
 * with an agent of its own: by default it takes the one that Node.js's fetch has left for everybody.
 */
import { Agent, fetch } from 'undici';
import type { DavUser, RawResource } from './dav-server.ts';

export async function rawRequest(
  method: string,
  url: string,
  user: DavUser,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; etag: string; text: string }> {
  const answer = await fetch(url, {
    dispatcher,
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`,
      ...headers,
    },
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', text: await answer.text() };
}

export async function rawListAll(collection: string, user: DavUser): Promise<RawResource[]> {
  const listing = await rawRequest('PROPFIND', collection, user, propfind, {
    depth: '1',
    'content-type': 'text/xml',
  });
  if (listing.status !== 207) throw new Error(`PROPFIND ${collection}: ${listing.status}`);
  const hrefs = [...listing.text.matchAll(/<(?:[A-Za-z0-9]+:)?href>([^<]+)</g)]
    .map(([, href]) => new URL((href ?? '').trim().replaceAll('&amp;', '&'), collection).href)
    .filter((href) => !href.endsWith('/'));
  const resources: RawResource[] = [];
  for (let at = 0; at < hrefs.length; at += 4) {
    resources.push(...(await Promise.all(hrefs.slice(at, at + 4).map((href) => rawGet(href, user)))));
  }
  return resources.toSorted((one, other) => (one.href < other.href ? -1 : 1));
}

export async function rawPut(url: string, user: DavUser, body: string): Promise<void> {
  const type = /BEGIN:VCARD/i.test(body) ? 'text/vcard' : 'text/calendar';
  const { status, text } = await rawRequest('PUT', url, user, body, {
    'content-type': `${type}; charset=utf-8`,
  });
  if (status !== 201 && status !== 204) throw new Error(`PUT ${url}: ${status} ${text.slice(0, 200)}`);
}

export async function rawDelete(url: string, user: DavUser): Promise<void> {
  const { status } = await rawRequest('DELETE', url, user);
  if (status !== 200 && status !== 204 && status !== 404) throw new Error(`DELETE ${url}: ${status}`);
}

async function rawGet(href: string, user: DavUser): Promise<RawResource> {
  const { status, etag, text } = await rawRequest('GET', href, user);
  if (status !== 200) throw new Error(`GET ${href}: ${status}`);
  return { href, etag, body: text };
}

const dispatcher = new Agent();

const propfind = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>';
