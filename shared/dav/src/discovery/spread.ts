/** Accounts spread over hosts: which other hosts a server may send a login to while it is being linked. */
import { resolveHref } from '../href.ts';
import { isWithin } from '../transport/credentials.ts';
import type { DavTransport } from '../transport/messages.ts';

/** The same origin, hosts known as siblings, and TLS hosts below the one the user typed. */
export function mayBeAskedToo(transport: DavTransport, typed: string, target: string): boolean {
  if (transport.sharesLogin(typed, target)) return true;
  const to = new URL(target);
  return to.protocol === 'https:' && isWithin(to.hostname, new URL(typed).hostname.replace(/^www\./, ''));
}

/** An href that may name a sibling host; null if it names a stranger. */
export function resolveSpread(transport: DavTransport, href: string, base: string): string | null {
  try {
    return resolveHref(href, base, 'PROPFIND');
  } catch {
    const target = URL.canParse(href.trim(), base) ? new URL(href.trim(), base).href : null;
    return target !== null && /^https?:/.test(target) && mayBeAskedToo(transport, base, target)
      ? target
      : null;
  }
}
