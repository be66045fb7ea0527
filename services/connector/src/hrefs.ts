/** Hrefs: where new resources go, and whether two of them are one. */
import { pathKey } from '@anchorage/providers';
import type { ItemKind, Randomness } from '@anchorage/model';

/**
 * Where a new item will be created: a random name of our own, never one derived from a UID or a phone's LUID. Servers
 * with a trash bin refuse to delete a second resource of a name that was there before (Nextcloud 34).
 */
export function newHref(collectionUrl: string, kind: ItemKind, random: Randomness): string {
  const folder = collectionUrl.endsWith('/') ? collectionUrl : `${collectionUrl}/`;
  return `${folder}${random.id()}${kind === 'contact' ? '.vcf' : '.ics'}`;
}

/**
 * For comparison only: servers write one path with other escapes (`%c3`, `%C3`, `@`, `%40`) than they were asked
 * for. Requests use the href as the server wrote it.
 */
export function comparableHref(href: string): string {
  // Most names have nothing in them that could be escaped: thousands of them are compared at a time.
  if (!/[%@:+,~!$'()*;=&]/.test(href.slice('https://'.length))) return href.replace(origin, '');
  try {
    return pathKey(href);
  } catch {
    return href;
  }
}

const origin = /^[a-z]+:\/\/[^/?#]*/i;
