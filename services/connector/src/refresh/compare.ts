/** A complete listing against what we hold. */
import type { ListedResource } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { comparableHref } from '../hrefs.ts';
import type { RefreshScope } from './scope.ts';

export interface HeldMembers {
  /** Living items by comparable href. */
  readonly byHref: ReadonlyMap<
    string,
    { readonly href: string; readonly etag: string | null; readonly pushed: boolean }
  >;
  /** How many of them the server has confirmed at least once. */
  readonly pushed: number;
}

export async function heldMembers({ tools, accountId, collection }: RefreshScope): Promise<HeldMembers> {
  const index = await tools.store.items.index(accountId, collection.id);
  return {
    byHref: new Map(index.map((member) => [comparableHref(member.href), member])),
    pushed: index.filter((member) => member.pushed).length,
  };
}

/** `missing`: hrefs of ours, as we hold them, that the server confirmed once and does not list. */
export function compareListing(
  held: HeldMembers,
  members: readonly ListedResource[],
): { readonly changed: readonly ListedResource[]; readonly missing: readonly string[] } {
  const listed = new Set<string>();
  const changed = members.filter((member) => {
    const name = comparableHref(member.href);
    if (listed.has(name)) return false;
    listed.add(name);
    return held.byHref.get(name)?.etag !== member.etag;
  });
  const missing = [...held.byHref]
    .filter(([name, member]) => member.pushed && !listed.has(name))
    .map(([, member]) => member.href);
  return { changed, missing };
}

/** Of several rows with one href (a tombstone and its successor) the living one. */
export function byComparableHref(items: readonly StoredItem[]): ReadonlyMap<string, StoredItem> {
  return new Map(
    items
      .toSorted((a, b) => Number(b.deleted) - Number(a.deleted) || a.revision - b.revision)
      .map((item) => [comparableHref(item.href), item]),
  );
}
