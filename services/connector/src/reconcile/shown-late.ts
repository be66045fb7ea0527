/**
 * A slow sync that ended before there was anything to reconcile it with has shown what its phone has all the same. It is
 * heard in its turn, after what earlier sessions brought and before its own rows are taken in: what the phone had deleted
 * by then would otherwise stay mapped, and never be told. One that brought nothing has no rows, and is heard no less.
 */
import { syncTypes } from '@anchorage/model';
import type { SessionId } from '@anchorage/model';
import { StoreError } from '@anchorage/store';
import type { SessionPart, SessionRow, Tables } from '@anchorage/store';
import { lockCollection } from '../revisions.ts';
import { partOf } from './counts.ts';
import { forgetMissing } from './forget-missing.ts';
import type { Frame } from './frame.ts';
import { planSlow } from './slow.ts';

/** Those before this session that are still to be heard. */
export async function unheardSlowSyncs(frame: Frame): Promise<readonly SessionId[]> {
  const { tools, accountId, datastore, session } = frame;
  const found: SessionId[] = [];
  for (let before = session.id; ;) {
    const earlier = await tools.store.sessions.previousWith(accountId, datastore.id, before);
    if (earlier === null || hasGiven(earlier.part)) return found;
    if (isUnheard(earlier.session, earlier.part)) found.push(earlier.session.id);
    before = earlier.session.id;
  }
}

export async function hearLateSlowSync(frame: Frame): Promise<void> {
  const { tools, accountId, session, part } = frame;
  if (!isUnheard(session, part) || (await isOvertaken(tools.store, frame))) return;
  const slow = await planSlow(frame);
  if (slow.settled) return;
  await forgetMissing(frame, slow, (tx) => checkUnheard(tx, frame));
  await tools.store.transaction(async (tx) => {
    const { counts } = await checkUnheard(tx, frame);
    await tx.sessions.updatePart(accountId, session.id, part.datastoreId, {
      counts: { ...counts, heard: 1 },
    });
  });
}

function isUnheard({ phase }: SessionRow, { syncType, counts }: SessionPart): boolean {
  const isWaiting = (counts['deferred'] ?? 0) > 0 && (counts['heard'] ?? 0) === 0;
  return phase === 'finished' && syncType === syncTypes.slow && isWaiting;
}

/** Under a lock that whoever hears it, or takes in what came later, holds as well. */
async function checkUnheard(tx: Tables, frame: Frame): Promise<SessionPart> {
  const { accountId, session, datastore } = frame;
  const [first] = frame.collections.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (first !== undefined) await lockCollection(tx, accountId, first.id, 1);
  const part = await partOf(tx, accountId, session.id, datastore.id);
  if (part === null || !isUnheard(session, part) || (await isOvertaken(tx, frame)))
    throw new StoreError('fenced', 'the phone has gone on since it showed what it has');
  return part;
}

/** Has the phone been given anything since? What it has got then is none of what it could show. */
async function isOvertaken(
  { sessions }: Pick<Tables, 'sessions'>,
  { accountId, datastore, session }: Frame,
): Promise<boolean> {
  let later = await sessions.latestWith(accountId, datastore.id, null);
  while (later !== null && later.session.id > session.id) {
    if (hasGiven(later.part)) return true;
    later = await sessions.previousWith(accountId, datastore.id, later.session.id);
  }
  return false;
}

function hasGiven({ state, counts }: SessionPart): boolean {
  return (state === 'reconciled' || state === 'finished') && (counts['deferred'] ?? 0) === 0;
}
