/** Which jobs the rows of the database are waiting for: asked for again when the queue has lost them (or was lost). */
import type { Job } from '@anchorage/jobs';
import type { Tools } from './tools.ts';

/** May name jobs that are queued or running: asking twice is one job. */
export async function waitingJobs({ store, clock }: Tools): Promise<readonly Job[]> {
  const pushes = await store.collections.withPendingJournal(clock.now(), most);
  const parts = await store.sessions.unreconciled(most);
  // Rows of sessions that broke off: the phone was told that we have them.
  const orphans = await store.inbox.orphaned(most);
  return [
    ...pushes.map(({ accountId, id }): Job => ({ kind: 'push', accountId, collectionId: id })),
    ...[...parts, ...orphans].map(({ accountId, sessionId, datastoreId }): Job => {
      return { kind: 'reconcile', accountId, sessionId, datastoreId };
    }),
  ];
}

const most = 500;
