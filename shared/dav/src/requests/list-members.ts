/** PROPFIND Depth 1: every member with its ETag. Complete or an error, since what is missing counts as deleted. */
import type { ListedResource } from '../contract.ts';
import { collectionKey, pathKey, resolveHref } from '../href.ts';
import { etagOf, isCollection } from '../multistatus.ts';
import { malformed } from '../xml.ts';
import { expectMultistatus, sendXml, type CollectionContext } from './context.ts';

export async function requestMembers(context: CollectionContext): Promise<readonly ListedResource[]> {
  const answer = await sendXml(context, 'PROPFIND', '1', body);
  const { responses } = expectMultistatus(answer, 'PROPFIND', context.transport.clock.now());
  const self = collectionKey(answer.url);
  const members = new Map<string, ListedResource>();
  let sawCollection = false;
  for (const response of responses) {
    if (response.status === 507) throw malformed('PROPFIND', 'is a listing cut short by the server');
    const href = resolveHref(response.href, answer.url, 'PROPFIND');
    if (collectionKey(href) === self || isCollection(response)) {
      sawCollection = true;
      continue;
    }
    // Deleted while the server was listing.
    if (response.status === 404 || response.status === 410) continue;
    const key = pathKey(href);
    const etag = etagOf(response);
    // Zimbra names the same href twice.
    if (!members.has(key) || members.get(key)?.etag === '') members.set(key, { href, etag });
  }
  // RFC 4918, 9.1: Depth 1 includes the resource itself. A listing without it came from somewhere else.
  if (!sawCollection) throw malformed('PROPFIND', 'lists members of no collection');
  return [...members.values()];
}

const body = `<propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>`;
