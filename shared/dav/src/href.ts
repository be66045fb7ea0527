/**
 * Hrefs: absolute URLs kept byte for byte as the server wrote them, compared by decoded path, since servers encode the
 * same name differently (sabre/dav `%c3`, Radicale `%C3` and `%40`).
 */
import { malformed } from './xml.ts';

/**
 * What a server wrote in `DAV:href`, as an absolute URL on the origin we speak to (RFC 4918, 8.3). A member on another
 * host is `malformed`: credentials would follow it. The same host under another scheme or port is a proxy's doing.
 */
export function resolveHref(written: string, base: string, method: string): string {
  const href = written.trim();
  if (href === '') throw malformed(method, 'has a response without an href');
  const from = new URL(base);
  const target = URL.canParse(href, base) ? new URL(href, base) : null;
  if (target === null || !/^https?:$/.test(target.protocol))
    throw malformed(method, 'has an href that is no URL');
  if (target.hostname !== from.hostname) throw malformed(method, 'names a member on another host');
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) {
    return target.origin === from.origin ? href : from.origin + href.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  }
  if (href.startsWith('//')) return from.origin + target.pathname + target.search;
  if (href.startsWith('/')) return from.origin + href;
  return from.origin + from.pathname.slice(0, from.pathname.lastIndexOf('/') + 1) + href;
}

/** Equal for two hrefs that name the same resource. An encoded slash stays apart from a real one. */
export function pathKey(href: string): string {
  const url = new URL(href);
  return url.pathname.split('/').map(decodeSegment).join('/') + url.search;
}

/** The same for collections, which some servers name without their trailing slash. */
export function collectionKey(url: string): string {
  return pathKey(url).replace(/\/+$/, '');
}

/** The part after the origin, as the server wrote it: what multiget asks for. */
export function pathOf(href: string): string {
  const origin = /^[a-z]+:\/\/[^/?#]*/i.exec(href)?.[0] ?? '';
  return href.slice(origin.length) || '/';
}

export function withTrailingSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}
