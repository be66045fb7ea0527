import type { Randomness } from '@anchorage/model';
import { withUid } from './fresh-uid.ts';
import { newHref } from './hrefs.ts';
import { kindOfBody } from './kind-of-body.ts';

/**
 * What an item needs to be created once more where the server has deleted it: neither its UID nor its name may be used
 * again, trash bins keep both.
 */
export function freshIdentity(
  collectionUrl: string,
  text: string,
  random: Randomness,
): {
  readonly uid: string;
  readonly href: string;
  readonly body: string;
  readonly etag: null;
  readonly base: null;
} {
  const uid = random.id();
  const href = newHref(collectionUrl, kindOfBody(text) ?? 'event', random);
  return { uid, href, body: withUid(text, uid), etag: null, base: null };
}
