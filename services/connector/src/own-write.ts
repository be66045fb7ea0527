/**
 * A write of ours whose answer never came looks like somebody else's change when the resource is read again: its text is not
 * the one we last agreed on. Taken for theirs, it would be set against what has changed here since, and an older value of our
 * own would win over a newer one, over what somebody made of it there, or bring back what was deleted. What we may have
 * written is known from the item's kept versions: one of the states that the item has been in since both sides last agreed.
 */
import type { AccountId } from '@anchorage/model';
import type { PimKind } from '@anchorage/pim';
import type { Items, StoredItem } from '@anchorage/store';
import { digest } from './digest.ts';
import { comparableHref } from './hrefs.ts';
import type { Ours } from './merge-theirs.ts';
import type { ReadableResource } from './refresh/resource.ts';

/** Does the server have what this item was at some time since its `base` was agreed on? */
export async function isOwnWrite(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  { pim, normal }: ReadableResource,
): Promise<boolean> {
  const states = await statesSince(items, accountId, item, pim);
  return states.some((state) => says(pim, state) === normal);
}

/** May something have been written in between, though the item is again what was agreed on? */
export async function wasOtherwise(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  pim: PimKind,
): Promise<boolean> {
  return (await statesSince(items, accountId, item, pim)).length > 1;
}

/** The item as it is to be merged with `theirs`. */
export async function withUnheard(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  { pim, href }: ReadableResource,
): Promise<Ours> {
  const states = await statesSince(items, accountId, item, pim);
  // What is found under a name of our own making was created by us.
  const isOurCreate = item.base === null && comparableHref(href) === comparableHref(item.href);
  return {
    body: item.body,
    base: isOurCreate ? (states[0] ?? null) : item.base,
    between: states.slice(0, -1),
  };
}

/** The oldest first, the present one last. */
async function statesSince(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  pim: PimKind,
): Promise<readonly string[]> {
  const agreed = item.base === null ? null : says(pim, item.base);
  // Deleted before anything was agreed about it: none of its states is too old.
  const isUnborn = item.deleted && item.etag === null && item.base === null;
  const states = [item.body];
  for (const { body, madeBy, replacedBy } of await items.versions(accountId, item.id, mostStates)) {
    if (madeBy.kind === 'lost') continue;
    // What the cloud's word replaced is older than the agreement.
    if (!isUnborn && (replacedBy.kind === 'cloud' || replacedBy.kind === 'push')) break;
    const state = says(pim, body);
    if (agreed !== null && state === agreed) return states;
    if (state !== null) states.unshift(body);
  }
  // It has not left what was agreed on, which leaves no version: all that was found is older.
  return agreed !== null && says(pim, item.body) === agreed ? [item.body] : states;
}

function says(pim: PimKind, text: string): string | null {
  const read = digest(() => pim.normalise(text));
  return read.ok ? read.value : null;
}

/** So many edits between two writes are kept in view. */
export const mostStates = 50;
