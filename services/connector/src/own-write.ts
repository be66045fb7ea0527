/**
 * A write of ours whose answer never came looks like somebody else's change when the resource is read again: its text is not
 * the one we last agreed on. Taken for theirs, it would be set against what has changed here since, and an older value of our
 * own would win over a newer one, or bring back what was deleted. It is recognised by the item's kept versions: a state that
 * the item has been in since both sides last agreed can have come to the server from nobody but us.
 */
import type { AccountId } from '@anchorage/model';
import type { Items, StoredItem } from '@anchorage/store';
import { digest } from './digest.ts';
import type { ReadableResource } from './refresh/resource.ts';

/** Does the server have what this item was at some time since its `base` was agreed on? */
export async function isOwnWrite(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  { pim, normal }: ReadableResource,
): Promise<boolean> {
  const says = (text: string): string | null => {
    const read = digest(() => pim.normalise(text));
    return read.ok ? read.value : null;
  };
  if (says(item.body) === normal) return true;
  const agreed = item.base === null ? null : says(item.base);
  // Deleted before anything was agreed about it: none of its states is too old.
  const isUnborn = item.deleted && item.etag === null && item.base === null;
  for (const { body, madeBy, replacedBy } of await items.versions(accountId, item.id, mostStates)) {
    if (madeBy.kind === 'lost') continue;
    // What the cloud's word replaced is older than the agreement.
    if (!isUnborn && (replacedBy.kind === 'cloud' || replacedBy.kind === 'push')) return false;
    const state = says(body);
    if (agreed !== null && state === agreed) return false;
    if (state === normal) return true;
  }
  return false;
}

/** The item as it is to be merged with `theirs`: on what is a write of our own we agree already. */
export async function withOwnWrite(
  items: Pick<Items, 'versions'>,
  accountId: AccountId,
  item: StoredItem,
  theirs: ReadableResource,
): Promise<StoredItem> {
  return (await isOwnWrite(items, accountId, item, theirs)) ? { ...item, base: theirs.body } : item;
}

/** So many edits between two writes are kept in view. */
const mostStates = 50;
