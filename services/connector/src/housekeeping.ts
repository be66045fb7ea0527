/** Forgets what is older than what is kept: versions, tombstones, done work, records of sessions and undos. */
import type { Store } from '@anchorage/store';
import type { Tools } from './tools.ts';

/**
 * At most once an hour, a bounded number of rows of each kind at a time; call it as often as you like. A day longer than
 * `retention` is kept, so that an undo asked for on the last day finds all it needs.
 */
export function createHousekeeping({ store, clock, settings, logger }: Tools): () => Promise<void> {
  let dueAt = 0;
  return async () => {
    const now = clock.now();
    if (now < dueAt) return;
    const before = now - settings.retention - day;
    const removed = await prune(store, before);
    const all = Object.values(removed);
    // A full batch: there is more.
    dueAt = all.some((count) => count >= most) ? now : now + hour;
    if (all.some((count) => count > 0)) logger.info('forgot what is old', removed);
  };
}

async function prune(store: Store, before: number): Promise<Readonly<Record<string, number>>> {
  return {
    items: await store.items.prune(before, most),
    journal: await store.journal.prune(before, most),
    sessions: await store.sessions.prune(before, most),
    undos: await store.undos.prune(before, most),
  };
}

const most = 500;
const hour = 3_600_000;
const day = 24 * hour;
