/** Which resource carries a UID: the server's query first, then, as queries lie, everything that is there. */
import type { FetchedResource } from './contract.ts';
import { DavError } from './dav-error.ts';
import { fetchResources } from './fetch-resources.ts';
import type { CollectionContext } from './requests/context.ts';
import { requestMembers } from './requests/list-members.ts';
import { requestUidQuery } from './requests/uid-query.ts';

export async function findByUid(context: CollectionContext, uid: string): Promise<FetchedResource | null> {
  const hit = await first(context, await queried(context, uid), uid);
  if (hit !== null) return hit;
  // xandikos 0.2.8 answers an addressbook-query with 500, mailbox.org with nothing.
  const members = (await requestMembers(context)).map(({ href }) => href);
  for (let at = 0; at < members.length; at += slice) {
    const found = await first(context, members.slice(at, at + slice), uid);
    if (found !== null) return found;
  }
  return null;
}

/** Does a vCard or iCalendar text carry exactly this UID? */
export function hasUid(body: string, uid: string): boolean {
  const wanted = uid.trim();
  for (const line of body.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const value = /^(?:[A-Za-z0-9-]+\.)?UID(?:;[^:]*)?:(.*)$/i.exec(line)?.[1];
    if (value !== undefined && unescape(value.trim()) === wanted) return true;
  }
  return false;
}

async function queried(context: CollectionContext, uid: string): Promise<readonly string[]> {
  try {
    return await requestUidQuery(context, uid);
  } catch (cause) {
    if (cause instanceof DavError && cause.status !== 401 && ignorable.has(cause.code)) return [];
    throw cause;
  }
}

async function first(
  context: CollectionContext,
  hrefs: readonly string[],
  uid: string,
): Promise<FetchedResource | null> {
  if (hrefs.length === 0) return null;
  const resources = await fetchResources(context, hrefs);
  return resources.find((resource) => resource.kind === 'found' && hasUid(resource.body, uid)) ?? null;
}

function unescape(value: string): string {
  return value.replaceAll(/\\([\\,;])/g, '$1');
}

const slice = 100;
const ignorable = new Set([
  'unsupported',
  'forbidden',
  'not-found',
  'malformed',
  'too-large',
  'server-failure',
]);
