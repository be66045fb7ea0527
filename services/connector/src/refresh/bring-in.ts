/**
 * Brings named resources of a collection into the replica: bodies are fetched in batches, each batch is one
 * transaction. What we hold is read before fetching and again under the lock: where it differs a push came in between,
 * so that what was fetched may be older than what we hold. Such resources are simply fetched once more.
 */
import type { FetchedResource, ListedResource } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { DavError } from '@anchorage/providers';
import { comparableHref } from '../hrefs.ts';
import { byComparableHref } from './compare.ts';
import { readResource } from './resource.ts';
import { storeBatch } from './store-batch.ts';
import type { RefreshScope } from './scope.ts';

/** Returns when all of them are in the replica. Throws `DavError`, also when resources never hold still. */
export async function bringIn(
  scope: RefreshScope,
  changed: readonly ListedResource[],
  removed: readonly string[],
): Promise<void> {
  const size = scope.tools.settings.fetchBatch;
  const named = [...new Map(changed.map((member) => [comparableHref(member.href), member])).values()];
  const etags = new Map(named.map(({ href, etag }) => [href, etag]));
  let left = named.map(({ href }) => href);
  for (let round = 0; left.length > 0; round += 1) {
    if (round === mostRounds)
      throw new DavError('server-failure', 'resources never hold still', { method: 'REPORT' });
    const raced: string[] = [];
    for (let from = 0; from < left.length; from += size) {
      const wanted = left.slice(from, from + size);
      raced.push(...(await bringBatch(scope, wanted, round === 0 ? etags : noEtags)));
    }
    left = raced;
  }
  const gone = await asWeHoldThem(scope, removed);
  for (let from = 0; from < gone.length; from += size) {
    scope.signal.throwIfAborted();
    const hrefs = gone.slice(from, from + size);
    const before = await held(scope, hrefs);
    await storeBatch(
      scope,
      before,
      hrefs.map((href) => ({ kind: 'gone', href })),
    );
  }
}

/** Asks for resources by name, whatever the server has told of them. Throws like `bringIn`. */
export function askFor(scope: RefreshScope, hrefs: readonly string[]): Promise<void> {
  return bringIn(
    scope,
    hrefs.map((href) => ({ href, etag: '' })),
    [],
  );
}

/** Returns the hrefs to be fetched again. */
async function bringBatch(
  scope: RefreshScope,
  hrefs: readonly string[],
  etags: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  scope.signal.throwIfAborted();
  const before = await held(scope, hrefs);
  const wanted = hrefs.filter((href) => {
    const item = before.get(comparableHref(href));
    return item === undefined || item.deleted || item.etag !== etags.get(href);
  });
  if (wanted.length === 0) return [];
  const fetched: readonly FetchedResource[] = await scope.cloud.fetch(wanted, scope.signal);
  return storeBatch(scope, before, fetched.map(readResource));
}

/**
 * What a server says has gone, under the names we hold: it may write the same path with other escapes than when it named
 * the resource before (Radicale `%40`, others `@`).
 */
async function asWeHoldThem(scope: RefreshScope, removed: readonly string[]): Promise<readonly string[]> {
  const { tools, accountId, collection } = scope;
  const exact = await tools.store.items.byHrefs(accountId, collection.id, removed);
  const living = new Set(exact.filter(({ deleted }) => !deleted).map(({ href }) => href));
  if (removed.every((href) => living.has(href))) return removed;
  const index = await tools.store.items.index(accountId, collection.id);
  const ours = new Map(index.map(({ href }) => [comparableHref(href), href]));
  return [...new Set(removed.map((href) => ours.get(comparableHref(href)) ?? href))];
}

async function held(
  { tools, accountId, collection }: RefreshScope,
  hrefs: readonly string[],
): Promise<ReadonlyMap<string, StoredItem>> {
  return byComparableHref(await tools.store.items.byHrefs(accountId, collection.id, hrefs));
}

const mostRounds = 5;
const noEtags: ReadonlyMap<string, string> = new Map();
