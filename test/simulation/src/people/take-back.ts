/** The owner takes back what a session did, or an earlier undo, and says now and then that held deletions were not meant. */
import type { SessionId } from '@anchorage/model';
import type { Undone } from '@anchorage/store';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';

/** Held deletions were not meant, whoever made them: all that anybody deleted may be back. */
export async function rejectHeld(
  ground: Ground,
  account: SimulatedAccount,
  sessions: ReadonlySet<SessionId>,
): Promise<void> {
  for (const { token, deleted } of account.ledger.items.values()) {
    if (deleted) account.ledger.takenBack(token);
  }
  for (const sessionId of sessions) await askUndo(ground, account, { kind: 'hold', sessionId });
}

/** Asked for as the portal does: a row, which is the truth, and a job, which may get lost. */
async function askUndo(ground: Ground, { id }: SimulatedAccount, of: Undone): Promise<void> {
  const { store, queue, scheduler, operator } = ground;
  const undo = await store.undos.add(id, of, scheduler.now());
  const jobs = queue.jobsFor(operator).queue;
  await jobs.enqueue({ kind: 'undo', accountId: id, undoId: undo.id }).catch(() => undefined);
}

/** One of the last sessions of any phone, or the last undo. */
export async function takeBack(ground: Ground, account: SimulatedAccount): Promise<void> {
  const { store, chance, story } = ground;
  const [undo] = await store.undos.list(account.id, 1);
  if (undo !== undefined && chance.hits(0.3)) {
    story.tell(account.name, () => 'takes the last undo back');
    return askUndo(ground, account, { kind: 'undo', undoId: undo.id });
  }
  const sessions = await store.sessions.list(account.id, 5);
  if (sessions.length === 0) return;
  const { id, deviceId } = chance.pick(sessions);
  const device = account.devices.find((one) => one.id === deviceId);
  if (device === undefined) return;
  story.tell(account.name, () => `takes back a session of ${device.name}`);
  account.undone.add(id);
  for (const token of device.handled) account.ledger.takenBack(token);
  await askUndo(ground, account, { kind: 'session', sessionId: id });
}

/** What the sessions that were taken back have done to items which their phones' users never touched. */
export async function noteTouched({ store }: Ground, account: SimulatedAccount): Promise<void> {
  const { id, undone, contents, ledger } = account;
  for (const sessionId of undone) {
    for (const { item } of await store.items.touchedBy(id, sessionId, null, most)) {
      for (const content of contents) {
        const shown = content.read(item.body);
        if (shown !== null && ledger.items.has(shown.token)) ledger.takenBack(shown.token);
      }
    }
  }
}

const most = 1_000;
