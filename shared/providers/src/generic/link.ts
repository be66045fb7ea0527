/** What a user types to link a cloud, as an address to begin at (RFC 6764, 6). */
import { DavError } from '@anchorage/dav';

/** `https://…` as it is, `host/path` with https, `someone@host` as that host. Throws `unsupported` for anything else. */
export function addressOf(typed: string): string {
  const text = typed.trim();
  const mail = /^[^@\s/]+@([^@\s/]+)$/.exec(text)?.[1];
  const candidate = mail ?? text;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(candidate) ? candidate : `https://${candidate}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (text === '' || url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new DavError('unsupported', 'this is neither a web address nor a mail address', {
      method: 'PROPFIND',
    });
  }
  return url.href;
}
