/**
 * What a resumed session takes over from those it goes on from (DS Protocol 1.2, suspend and resume): the phone sends
 * only what is left, and everything it had sent before counts as sent.
 */
import type { SessionId } from '@anchorage/model';
import { partOf } from './counts.ts';
import type { Frame } from './frame.ts';

export interface Inherited {
  readonly luids: ReadonlySet<string>;
  /**
   * The phone's whole content has been looked at before, or can no longer be told: what has not come is not missing. It
   * may well be what the phone got from us meanwhile.
   */
  readonly settled: boolean;
}

export async function inherited({ tools, accountId, part }: Frame): Promise<Inherited> {
  const { store } = tools;
  const luids = new Set<string>();
  const seen = new Set<SessionId>([part.sessionId]);
  let settled = false;
  for (let id = part.resumes; id !== null && !seen.has(id);) {
    seen.add(id);
    const earlier = await partOf(store, accountId, id, part.datastoreId);
    if (earlier === null) return { luids, settled: true };
    for (const luid of await store.inbox.luids(accountId, id, part.datastoreId)) luids.add(luid);
    // Reconciled after it had broken off it has no position: nothing was forgotten then, and nothing sent.
    if (earlier.seen.length > 0) settled = true;
    id = earlier.resumes;
  }
  return { luids, settled };
}
