/** Why a server refused: what stands in the body of an answer that is no success (RFC 4918, 16). */
import { childOf, contains, namespaces, parseXml } from './xml.ts';

export interface Refusal {
  readonly preconditions: readonly string[];
  /** The resource that already has the UID, if the server says so (RFC 4791, 5.3.2.1; RFC 6352, 6.3.2.1). */
  readonly conflictingHref: string | null;
  /** sabre/dav before 2026 says it in words only, in a 400. */
  readonly uidExists: boolean;
  /** Google's 403 for "too fast". */
  readonly usageLimit: boolean;
}

/** Never throws: a body that says nothing readable is an empty refusal. */
export function readRefusal(body: string): Refusal {
  const head = body.slice(0, readableLength);
  const spoken = {
    uidExists: /\buid\b[^<]{0,80}already exists|already exists[^<]{0,80}\buid\b/i.test(head),
    usageLimit: /usageLimits|rateLimitExceeded|quotaExceeded|Daily Limit/i.test(head),
  };
  let root;
  try {
    root = parseXml(head, 'error');
  } catch {
    return { preconditions: [], conflictingHref: null, ...spoken };
  }
  if (root.namespace !== namespaces.dav || root.name !== 'error') {
    return { preconditions: [], conflictingHref: null, ...spoken };
  }
  const conflict = root.children.find((child) => child.name === 'no-uid-conflict');
  return {
    // sabre/dav puts its own exception, message and stack into the same element.
    preconditions: root.children
      .filter((child) => !child.namespace.startsWith('http://sabredav.org'))
      .map(({ name }) => name),
    conflictingHref: childOf(conflict, namespaces.dav, 'href')?.text.trim() || null,
    uidExists:
      spoken.uidExists || conflict !== undefined || contains(root, namespaces.caldav, 'no-uid-conflict'),
    usageLimit: spoken.usageLimit,
  };
}

const readableLength = 64 * 1024;
