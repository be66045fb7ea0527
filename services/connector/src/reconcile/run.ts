/** One datastore of one session: take in what the phone sent, then prepare what it gets. */
import { receivesFromPhone, sendsToPhone } from '@anchorage/model';
import type { JobResult } from '@anchorage/jobs';
import type { DatastoreId, SessionId } from '@anchorage/model';
import type { SessionPart } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { awaitRefresh, isFilled } from './await-refresh.ts';
import { partOf } from './counts.ts';
import { forgetMissing } from './forget-missing.ts';
import { loadFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import { takeInbox } from './inbox.ts';
import { hearLateSlowSync, unheardSlowSyncs } from './shown-late.ts';
import { checkStillOurs } from './still-ours.ts';
import { fillOutbox } from './outgoing.ts';
import { isOutOfReach, nextLook } from './unfilled.ts';

/** May run any number of times; what is done already is found done. */
export async function runReconcile(
  tools: Tools,
  accountId: Frame['accountId'],
  sessionId: SessionId,
  datastoreId: DatastoreId,
  signal: AbortSignal,
): Promise<JobResult> {
  const session = await tools.store.sessions.get(accountId, sessionId);
  const part = await partOf(tools.store, accountId, sessionId, datastoreId);
  if (session === null || part === null) return over;
  const ended = session.phase !== 'open';
  if (part.state !== 'received' && !ended) return over;
  const frame = await loadFrame(tools, accountId, session, part);
  if (frame === null) return over;
  const replica = ended ? await isFilled(frame) : await awaitRefresh(frame, signal);
  if (replica === 'unfilled') return goOnWithout(frame, ended);
  await takeEarlier(frame, signal);
  if (ended) await hearLateSlowSync(frame);
  await takeIn(frame, signal);
  if (part.state === 'received') await conclude(frame, ended ? [] : await giveOut(frame, signal));
  return over;
}

/**
 * There is nothing to reconcile with yet. A phone is not kept waiting for a cloud that is out of reach: its session ends
 * well, what it sent stays in the inbox and is taken in as soon as the collections have been read (the phone was told
 * that we have it, which is true), and what it is to get comes with its next session.
 */
async function goOnWithout(frame: Frame, ended: boolean): Promise<JobResult> {
  if (!ended && !(await isOutOfReach(frame))) return { again: 'after', delayMs: nextLook(frame) };
  if (frame.part.state === 'received') {
    frame.tools.logger.info('nothing to reconcile with yet', {
      account: frame.accountId,
      session: frame.session.id,
      datastore: frame.datastore.id,
    });
    await conclude(frame, [], { deferred: 1 });
  }
  // The sweeper finds the rows when the collections can be read again.
  return over;
}

async function takeIn(frame: Frame, signal: AbortSignal): Promise<void> {
  const { part, session } = frame;
  if (!receivesFromPhone(part.syncType)) return;
  const slow = await takeInbox(frame, signal);
  if (slow === null) return;
  // A session that broke off has not shown what the phone does not have.
  const complete = part.state === 'received' && session.phase === 'open';
  if (!complete || slow.settled) return;
  await forgetMissing(frame, slow);
}

async function giveOut(frame: Frame, signal: AbortSignal): Promise<SessionPart['seen']> {
  return sendsToPhone(frame.part.syncType) ? fillOutbox(frame, signal) : [];
}

async function conclude(
  frame: Frame,
  seen: SessionPart['seen'],
  notes: SessionPart['counts'] = {},
): Promise<void> {
  const { tools, accountId, session, datastore } = frame;
  await tools.store.transaction(async (tx) => {
    await checkStillOurs(tx, frame);
    const part = await partOf(tx, accountId, session.id, datastore.id);
    await tx.sessions.updatePart(accountId, session.id, datastore.id, {
      state: 'reconciled',
      seen,
      counts: { ...noCounts, ...part?.counts, ...notes },
    });
  });
}

/**
 * What earlier sessions of this phone left behind when they broke off, or ended before there was anything to reconcile
 * with, comes first: it is older, and the phone was told that we have it.
 */
async function takeEarlier(frame: Frame, signal: AbortSignal): Promise<void> {
  const { tools, accountId, datastore, session } = frame;
  const orphans = await tools.store.inbox.orphaned(mostOrphans, { accountId, datastoreId: datastore.id });
  const waiting = [...orphans.map(({ sessionId }) => sessionId), ...(await unheardSlowSyncs(frame))];
  const before = [...new Set(waiting)].filter((sessionId) => sessionId < session.id);
  for (const sessionId of before.toSorted((a, b) => (a < b ? -1 : 1))) {
    const earlier = await tools.store.sessions.get(accountId, sessionId);
    const part = await partOf(tools.store, accountId, sessionId, datastore.id);
    const theirs =
      earlier === null || part === null ? null : await loadFrame(tools, accountId, earlier, part);
    if (theirs === null) continue;
    await hearLateSlowSync(theirs);
    await takeIn(theirs, signal);
  }
}

const over: JobResult = { again: 'no' };
const mostOrphans = 1000;
const noCounts = {
  received: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  conflicts: 0,
  matched: 0,
  doubtful: 0,
  quarantined: 0,
  toAdd: 0,
  toReplace: 0,
  toDelete: 0,
};
