/** Who may see a login: Basic in UTF-8 (RFC 7617), and only the origin it was given for. */
import type { DavCredentials } from '../contract.ts';
import { DavError } from '../dav-error.ts';

/** The `Authorization` header. Throws `unsupported` for a username that Basic cannot carry. */
export function basicAuthorization(credentials: DavCredentials, method: string): string {
  // RFC 7617, 2: the first colon ends the user-id, and control characters are not allowed in either part.
  if (credentials.username.includes(':') || /\p{Cc}/u.test(credentials.username + credentials.password)) {
    throw new DavError('unsupported', 'the login has characters that Basic authentication cannot carry', {
      method,
    });
  }
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64')}`;
}

/** False if the server asks for schemes among which there is no Basic: Digest or Bearer alone. */
export function acceptsBasic(wwwAuthenticate: string | undefined): boolean {
  if (wwwAuthenticate === undefined || wwwAuthenticate.trim() === '') return true;
  return /(?:^|,)\s*basic(?:\s|,|$)/i.test(wwwAuthenticate);
}

/**
 * May a login given for `from` be sent to `to`? The same origin, the same host made safer by TLS, or two hosts of one
 * provider whose accounts are spread over hosts.
 */
export function mayShareLogin(from: URL, to: URL, siblingDomains: readonly string[]): boolean {
  if (from.origin === to.origin) return true;
  if (to.protocol !== 'https:') return false;
  if (from.hostname === to.hostname && from.protocol === 'http:') return true;
  return siblingDomains.some((domain) => isWithin(from.hostname, domain) && isWithin(to.hostname, domain));
}

export function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
