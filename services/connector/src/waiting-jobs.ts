/** Which jobs the rows of the database are waiting for: asked for again when the queue has lost them (or was lost). */
import type { Job } from '@anchorage/jobs';
import { isBlocked } from './reconcile/unfilled.ts';
import type { Tools } from './tools.ts';

/** May name jobs that are queued or running: asking twice is one job. */
export async function waitingJobs(tools: Tools): Promise<readonly Job[]> {
  const { store, clock } = tools;
  const pushes = await store.collections.withPendingJournal(clock.now(), most);
  const parts = await store.sessions.unreconciled(most);
  // Rows of sessions that broke off: the phone was told that we have them.
  const orphans = await withoutBlocked(tools, await store.inbox.orphaned(mostOrphans));
  const enrolments = await store.enrolments.due(clock.now(), most);
  const undos = await store.undos.pending(most);
  return [
    ...undos.map(({ accountId, id }): Job => ({ kind: 'undo', accountId, undoId: id })),
    ...enrolments.map((enrolmentId): Job => ({ kind: 'enrol', enrolmentId })),
    ...pushes.map(({ accountId, id }): Job => ({ kind: 'push', accountId, collectionId: id })),
    ...[...parts, ...orphans].map(({ accountId, sessionId, datastoreId }): Job => {
      return { kind: 'reconcile', accountId, sessionId, datastoreId };
    }),
  ];
}

/** Rows that wait for a login or for a retry of their collection are not asked about every two seconds. */
async function withoutBlocked(
  tools: Tools,
  orphans: Awaited<ReturnType<Tools['store']['inbox']['orphaned']>>,
): Promise<typeof orphans> {
  const blocked = new Map<string, boolean>();
  const due: (typeof orphans)[number][] = [];
  for (const orphan of orphans) {
    const { accountId, datastoreId } = orphan;
    const answer = blocked.get(datastoreId) ?? (await isBlocked(tools, accountId, datastoreId));
    blocked.set(datastoreId, answer);
    if (!answer && due.length < most) due.push(orphan);
  }
  return due;
}

const most = 500;
/** More than are asked for: many may be blocked, and those behind them are not to starve. */
const mostOrphans = 5000;
