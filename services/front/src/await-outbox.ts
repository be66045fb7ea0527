/**
 * Waits until the cloud side has reconciled what the phone sent, or the reply may wait no longer (D1). The queue's
 * word that a job has ended is a hint; the rows are what counts (D3).
 */
import type { DatastoreName } from '@anchorage/model';
import type { SessionRow } from '@anchorage/store';
import type { Front } from './front.ts';

/** Milliseconds between two looks: soon at first, then seldom. */
const firstPause = 50;
const longestPause = 250;

export async function awaitOutbox(
  front: Pick<Front, 'store' | 'queue' | 'clock' | 'sleep'>,
  session: Pick<SessionRow, 'accountId' | 'id' | 'version'>,
  datastores: readonly DatastoreName[],
  deadline: number,
): Promise<void> {
  if (datastores.length === 0) return;
  let wake: () => void = () => undefined;
  const stopListening = front.queue.onEnded((job) => {
    if (job.kind === 'reconcile' && job.sessionId === session.id) wake();
  });
  try {
    for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
      const hinted = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (await isReady(front, session, datastores)) return;
      const left = deadline - front.clock.now();
      if (left <= 0) return;
      await Promise.race([hinted, front.sleep(Math.min(pause, left))]);
    }
  } finally {
    stopListening();
  }
}

/** Also ready when somebody else has answered or ended the session: then there is nothing to wait for. */
async function isReady(
  { store }: Pick<Front, 'store'>,
  session: Pick<SessionRow, 'accountId' | 'id' | 'version'>,
  datastores: readonly DatastoreName[],
): Promise<boolean> {
  const parts = await store.sessions.parts(session.accountId, session.id);
  const waiting = parts.some(
    ({ datastore, state }) => datastores.includes(datastore) && state === 'received',
  );
  if (!waiting) return true;
  const row = await store.sessions.get(session.accountId, session.id);
  return row === null || row.version !== session.version;
}
