/** Waits until the collections behind a datastore have been looked at since the session began, but not for long. */
import type { Collection } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import { whenAllowed } from '../attempt.ts';
import type { Tools } from '../tools.ts';
import type { Frame } from './frame.ts';

/**
 * `unfilled`: a collection has never been read to its end; working on it would take what was not read yet for missing.
 * Otherwise the replica may be used, fresh or not: a slow cloud delays freshness, never a phone.
 */
export async function awaitRefresh(frame: Frame, signal: AbortSignal): Promise<'ready' | 'unfilled'> {
  const { tools } = frame;
  const ids = new Set<string>(frame.collections.map(({ id }) => id));
  const begun = tools.clock.now();
  let asked = false;
  for (;;) {
    // Heard before looking: a refresh that ends in between must not be missed.
    const ended = nextRefresh(tools, ids);
    try {
      const stale = await staleOnes(frame);
      const waited = tools.clock.now() - begun;
      if (stale.length === 0 || waited >= tools.settings.refreshDeadline || signal.aborted) break;
      if (!asked && waited >= tools.settings.refreshDeadline / 5) {
        asked = true;
        for (const { id } of stale) {
          await askFor(tools, { kind: 'refresh', accountId: frame.accountId, collectionId: id });
        }
      }
      await Promise.race([tools.wait(tools.settings.refreshPoll, signal), ended.heard]);
    } finally {
      ended.stop();
    }
  }
  return isFilled(frame);
}

/** Without waiting; asks for what is missing. */
export async function isFilled(frame: Frame): Promise<'ready' | 'unfilled'> {
  const { tools, accountId } = frame;
  const unfilled = (await current(frame)).filter(({ fill }) => fill !== 'filled');
  for (const { id, retryAt } of unfilled) {
    if ((retryAt ?? 0) <= tools.clock.now())
      await askFor(tools, { kind: 'refresh', accountId, collectionId: id });
  }
  return unfilled.length === 0 ? 'ready' : 'unfilled';
}

async function staleOnes(frame: Frame): Promise<readonly Collection[]> {
  const stale: Collection[] = [];
  for (const collection of await current(frame)) {
    const { refreshedAt, attemptedAt, problem } = collection;
    const since = frame.session.startedAt;
    if ((refreshedAt ?? -1) >= since || (problem !== null && (attemptedAt ?? -1) >= since)) continue;
    if ((await whenAllowed(frame.tools, frame.accountId, collection)) === null) stale.push(collection);
  }
  return stale;
}

async function current({ tools, accountId, collections }: Frame): Promise<readonly Collection[]> {
  const all = await Promise.all(collections.map(({ id }) => tools.store.collections.get(accountId, id)));
  return all.filter((collection) => collection !== null);
}

function nextRefresh(tools: Tools, ids: ReadonlySet<string>): { heard: Promise<void>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = tools.queue.onEnded((job) => {
    if (job.kind === 'refresh' && ids.has(job.collectionId)) resolve();
  });
  return { heard: promise, stop };
}
