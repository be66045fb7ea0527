/**
 * What a phone is to get: items beyond the revision it was served up to, and whatever awaits a success. Written to the
 * outbox converted and fitted, one transaction per page; running it again replaces what is queued.
 */
import { syncTypes } from '@anchorage/model';
import type { ItemId, MappingId } from '@anchorage/model';
import type { SessionPart, StoredItem } from '@anchorage/store';
import { addCounts } from './counts.ts';
import type { Frame } from './frame.ts';
import { holdBack } from './hold-back.ts';
import { planItems } from './plan-items.ts';
import type { SecondLook } from './plan-items.ts';
import { send } from './send.ts';
import { filterChange, markChange } from './served-filter.ts';
import { checkStillOurs } from './still-ours.ts';

/** Returns up to which revision of each collection the outbox covers. */
export async function fillOutbox(frame: Frame, signal: AbortSignal): Promise<SessionPart['seen']> {
  const { datastore, part } = frame;
  const handled: Handled = new Map();
  const change = filterChange(frame);
  const fromStart = part.syncType === syncTypes.slow || part.syncType === syncTypes.refreshFromServer;
  await clearOutbox(frame);
  await holdBack(frame, fromStart || change.isNew);
  // First what is left from before, then the news: what is sent now awaits its success from now on.
  await servePending(frame, handled, signal);
  const seen: { collectionId: (typeof datastore.collections)[number]['id']; revision: number }[] = [];
  for (const { id } of frame.collections) {
    const served = datastore.collections.find((entry) => entry.id === id)?.seenRevision ?? 0;
    const again = change.isNew && !fromStart ? { served, sameFields: change.sameFields } : null;
    const from = fromStart || change.isNew ? 0 : served;
    const revision = await serveChanges(frame, id, { from, again }, handled, signal);
    seen.push({ collectionId: id, revision: Math.max(revision, served) });
  }
  return seen;
}

/**
 * What a worker that died had queued is decided anew: it may be an Add of something that has gone since. All of it has
 * a pending mapping, so that nothing is forgotten by dropping it.
 */
async function clearOutbox(frame: Frame): Promise<void> {
  await frame.tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    await tx.outbox.clear(frame.accountId, frame.session.id, frame.datastore.id);
    await markChange(tx, frame);
  });
}

async function servePending(frame: Frame, handled: Handled, signal: AbortSignal): Promise<void> {
  const { tools, accountId, datastore } = frame;
  const size = tools.settings.outgoingBatch;
  for (let after: MappingId | null = null; ;) {
    signal.throwIfAborted();
    const page: Awaited<ReturnType<typeof tools.store.mappings.pendingOf>> =
      await tools.store.mappings.pendingOf(accountId, datastore.id, after, size);
    const ids = [...new Set(page.map(({ itemId }) => itemId))].filter((id) => !handled.has(id));
    const served = ids.length > 0 ? await serve(frame, { ids }, handled, null) : [];
    for (const { id, revision } of served) handled.set(id, revision);
    after = page.at(-1)?.id ?? null;
    if (page.length < size) return;
    await tools.giveTurn();
  }
}

async function serveChanges(
  frame: Frame,
  collectionId: Frame['collections'][number]['id'],
  { from, again }: { readonly from: number; readonly again: SecondLook | null },
  handled: Handled,
  signal: AbortSignal,
): Promise<number> {
  const { tools, accountId } = frame;
  const size = tools.settings.outgoingBatch;
  for (let after = from; ;) {
    signal.throwIfAborted();
    const page = await tools.store.items.changedSince(accountId, collectionId, after, size);
    // Changed again since it was read, it is decided about again.
    const news = page.filter(({ id, revision }) => revision > (handled.get(id) ?? -1));
    if (news.length > 0) await serve(frame, { items: news }, handled, again);
    for (const { id, revision } of news) handled.set(id, revision);
    after = page.at(-1)?.revision ?? after;
    if (page.length < size) return after;
    await tools.giveTurn();
  }
}

/**
 * By ids, read anew in the transaction, or as just read: what changes meanwhile has a revision beyond the page. Returns the
 * items as they were.
 */
async function serve(
  frame: Frame,
  wanted: { readonly ids: readonly ItemId[] } | { readonly items: readonly StoredItem[] },
  handled: Handled,
  again: SecondLook | null,
): Promise<readonly StoredItem[]> {
  const { tools, accountId, session, datastore } = frame;
  return tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    const items = 'items' in wanted ? wanted.items : await tx.items.many(accountId, wanted.ids);
    // What was queued of them is not meant any more, whatever is decided now: an Add of what has gone meanwhile has no step to
    // take its place, and the phone would keep it.
    const decided = items.filter(({ id }) => handled.has(id)).map(({ id }) => id);
    if (decided.length > 0) await tx.outbox.clear(accountId, session.id, datastore.id, decided);
    const mappings = await tx.mappings.byItems(
      accountId,
      datastore.id,
      items.map(({ id }) => id),
    );
    const { steps, unfit } = planItems(frame, items, mappings, again);
    const counts = await send(tx, frame, steps);
    if (unfit > 0) counts.set('unfit', unfit);
    await addCounts(tx, frame, counts);
    return items;
  });
}

/** Up to which revision each item has been decided about. */
type Handled = Map<ItemId, number>;
