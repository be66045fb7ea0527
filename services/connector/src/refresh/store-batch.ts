/** One transaction of a refresh: decides about each resource on rows read under the collection's lock. */
import { planRemote } from '@anchorage/reconcile';
import type { RemoteSituation } from '@anchorage/reconcile';
import type { StoredItem, Tables } from '@anchorage/store';
import { digest } from '../digest.ts';
import { comparableHref } from '../hrefs.ts';
import { isOwnWrite } from '../own-write.ts';
import { lockCollection } from '../revisions.ts';
import { byComparableHref } from './compare.ts';
import { carryOut } from './carry-out.ts';
import type { ReadableResource, Resource } from './resource.ts';
import type { RefreshScope } from './scope.ts';

/** `before`: rows as they were when the resources were asked for. Returns hrefs whose rows have moved since. */
export async function storeBatch(
  scope: RefreshScope,
  before: ReadonlyMap<string, StoredItem>,
  resources: readonly Resource[],
): Promise<readonly string[]> {
  const { tools, accountId, collection } = scope;
  return tools.store.transaction(async (tx) => {
    await tx.collections.checkFence(accountId, collection.id, 'refresh', scope.fence);
    const revisions = await lockCollection(tx, accountId, collection.id, resources.length);
    const hrefs = new Set([
      ...resources.map(({ href }) => href),
      ...[...before.values()].map(({ href }) => href),
    ]);
    const now = byComparableHref(await tx.items.byHrefs(accountId, collection.id, [...hrefs]));
    const twins = await twinsOf(tx, scope, resources, now);
    const ids = [...now.values(), ...twins.values()].map((item) => item.id);
    const dirty = new Set((await tx.journal.pendingOf(accountId, ids)).map((row) => row.itemId));
    const raced: string[] = [];
    for (const resource of resources) {
      const name = comparableHref(resource.href);
      const item = now.get(name);
      if (resource.kind === 'bad') {
        await quarantine(tx, scope, resource);
        continue;
      }
      if (hasMoved(before.get(name), item)) {
        raced.push(resource.href);
        continue;
      }
      const twin = item === undefined ? twins.get(name) : undefined;
      const local = localState(item, twin, dirty);
      // What is merged is merged with regard to that.
      const isGoing = local === 'deleting' || local === 'unborn';
      const isOurs = isGoing && (await isUnheard(tx, scope, resource, item));
      const action = planRemote({ local, remote: isOurs ? 'rewritten' : remoteState(resource, item) });
      // An item never confirmed is not missed where it is not found.
      if (resource.kind === 'gone' && item?.base === null && item.etag === null) continue;
      await carryOut({ tx, scope, revisions }, action, resource, item ?? twin);
      if (resource.kind === 'read' || scope.undelivered.includes(resource.href))
        await resolve(tx, scope, resource.href);
    }
    return raced;
  });
}

function hasMoved(before: StoredItem | undefined, now: StoredItem | undefined): boolean {
  return (
    before?.id !== now?.id ||
    before?.etag !== now?.etag ||
    before?.base !== now?.base ||
    before?.deleted !== now?.deleted
  );
}

function localState(
  item: StoredItem | undefined,
  twin: StoredItem | undefined,
  dirty: ReadonlySet<string>,
): RemoteSituation['local'] {
  if (item === undefined) return twin === undefined ? 'absent' : 'twin';
  if (item.deleted && dirty.has(item.id)) return 'deleting';
  if (item.deleted) return item.etag === null && item.base === null ? 'unborn' : 'tombstone';
  // A change that the server once refused is still a change: it is merged, not written over.
  return dirty.has(item.id) || item.base !== item.body ? 'dirty' : 'clean';
}

function remoteState(
  resource: Exclude<Resource, { kind: 'bad' }>,
  item: StoredItem | undefined,
): RemoteSituation['remote'] {
  if (resource.kind === 'gone') return 'removed';
  const base = item?.base ?? null;
  if (base === null) return 'changed';
  if (base === resource.body) return 'rewritten';
  const normal = digest(() => resource.pim.normalise(base));
  return normal.ok && normal.value === resource.normal ? 'rewritten' : 'changed';
}

/** Is it a write of our own, of which nobody has heard? */
async function isUnheard(
  { items }: Tables,
  { accountId }: RefreshScope,
  resource: Resource,
  item: StoredItem | undefined,
): Promise<boolean> {
  return resource.kind === 'read' && item !== undefined && isOwnWrite(items, accountId, item, resource);
}

/**
 * For hrefs we do not hold: an item of ours with that UID that the server never confirmed (it was created under another
 * name than asked for, or we died before hearing of it), or one whose href is the same path written otherwise.
 */
async function twinsOf(
  tx: Tables,
  { accountId, collection }: RefreshScope,
  resources: readonly Resource[],
  now: ReadonlyMap<string, StoredItem>,
): Promise<ReadonlyMap<string, StoredItem>> {
  const strangers = resources.filter(
    (resource): resource is ReadableResource & { uid: string } =>
      resource.kind === 'read' && resource.uid !== null && !now.has(comparableHref(resource.href)),
  );
  if (strangers.length === 0) return new Map();
  const named = await tx.items.byUids(
    accountId,
    collection.id,
    strangers.map((resource) => resource.uid),
  );
  const taken = new Set<string>();
  return new Map(
    strangers.flatMap((resource) => {
      const name = comparableHref(resource.href);
      const twin = named.find(
        (item) =>
          item.uid === resource.uid &&
          !item.deleted &&
          !taken.has(item.id) &&
          ((item.etag === null && item.base === null) || comparableHref(item.href) === name),
      );
      if (twin === undefined) return [];
      taken.add(twin.id);
      return [[name, twin] as const];
    }),
  );
}

async function quarantine(
  tx: Tables,
  { tools, accountId, collection }: RefreshScope,
  resource: Extract<Resource, { kind: 'bad' }>,
): Promise<void> {
  await tx.quarantine.put(accountId, {
    side: 'cloud',
    collectionId: collection.id,
    datastoreId: null,
    reference: resource.href,
    reason: resource.reason,
    raw: new TextEncoder().encode(resource.raw),
    createdAt: tools.clock.now(),
  });
}

async function resolve(
  tx: Tables,
  { accountId, collection, quarantined }: RefreshScope,
  href: string,
): Promise<void> {
  if (!quarantined.has(href)) return;
  await tx.quarantine.resolve(accountId, {
    side: 'cloud',
    collectionId: collection.id,
    datastoreId: null,
    reference: href,
  });
}
