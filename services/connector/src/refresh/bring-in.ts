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
  const etags = new Map(changed.map(({ href, etag }) => [href, etag]));
  let left = changed.map(({ href }) => href);
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
  for (let from = 0; from < removed.length; from += size) {
    const hrefs = removed.slice(from, from + size);
    const before = await held(scope, hrefs);
    await storeBatch(
      scope,
      before,
      hrefs.map((href) => ({ kind: 'gone', href })),
    );
  }
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

async function held(
  { tools, accountId, collection }: RefreshScope,
  hrefs: readonly string[],
): Promise<ReadonlyMap<string, StoredItem>> {
  return byComparableHref(await tools.store.items.byHrefs(accountId, collection.id, hrefs));
}

const mostRounds = 5;
const noEtags: ReadonlyMap<string, string> = new Map();
