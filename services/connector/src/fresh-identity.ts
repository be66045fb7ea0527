import type { Randomness } from '@anchorage/model';
import { kindOfText } from '@anchorage/pim';
import { withUid } from './fresh-uid.ts';
import { newHref } from './hrefs.ts';

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
  const href = newHref(collectionUrl, kindOfText(text) ?? 'event', random);
  return { uid, href, body: withUid(text, uid), etag: null, base: null };
}
