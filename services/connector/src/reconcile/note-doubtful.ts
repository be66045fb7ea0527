import type { DoubtfulPair, Tables } from '@anchorage/store';
import { partOf } from './counts.ts';
import type { Frame } from './frame.ts';

/** Names the pairs in the session's report, in the transaction that settles their entries: by ids, never by text. */
export async function noteDoubtful(
  tx: Tables,
  { accountId, session, datastore }: Frame,
  pairs: readonly DoubtfulPair[],
): Promise<void> {
  if (pairs.length === 0) return;
  const part = await partOf(tx, accountId, session.id, datastore.id);
  const doubtful = [...(part?.doubtful ?? []), ...pairs].slice(0, mostNamed);
  await tx.sessions.updatePart(accountId, session.id, datastore.id, { doubtful });
}

/** Beyond that the report has their number. */
const mostNamed = 200;
