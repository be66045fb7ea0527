/** Waits until the cloud side has reconciled what the phone sent, or the reply may wait no longer (ADR 0001). */
import type { DatastoreName } from '@anchorage/model';
import type { SessionRow } from '@anchorage/store';
import { awaitRow } from './await-row.ts';
import type { Front } from './front.ts';

export async function awaitOutbox(
  front: Pick<Front, 'store' | 'queue' | 'clock' | 'sleep'>,
  session: Pick<SessionRow, 'accountId' | 'id' | 'version'>,
  datastores: readonly DatastoreName[],
  deadline: number,
): Promise<void> {
  if (datastores.length === 0) return;
  await awaitRow(
    front,
    async () => ((await isReady(front, session, datastores)) ? true : null),
    (job) => job.kind === 'reconcile' && job.sessionId === session.id,
    deadline,
  );
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
