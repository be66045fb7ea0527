import type { SessionPart, Tables } from '@anchorage/store';
import type { Frame } from './frame.ts';

/**
 * Adds to the part's counts in the transaction that did what they count, so that they are right however often the job
 * had to begin again.
 */
export async function addCounts(
  tx: Tables,
  { accountId, session, datastore }: Frame,
  more: ReadonlyMap<string, number>,
): Promise<void> {
  if (more.size === 0) return;
  const part = await partOf(tx, accountId, session.id, datastore.id);
  if (part === null) return;
  const counts: Record<string, number> = { ...part.counts };
  for (const [name, count] of more) counts[name] = (counts[name] ?? 0) + count;
  await tx.sessions.updatePart(accountId, session.id, datastore.id, { counts });
}

export async function partOf(
  tx: Tables,
  accountId: Frame['accountId'],
  sessionId: SessionPart['sessionId'],
  datastoreId: SessionPart['datastoreId'],
): Promise<SessionPart | null> {
  const parts = await tx.sessions.parts(accountId, sessionId);
  return parts.find((part) => part.datastoreId === datastoreId) ?? null;
}
