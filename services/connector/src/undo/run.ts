/**
 * Takes back what a session has changed: item by item in the replica, from where journal and outbox bring it to the
 * cloud and to every phone like any other change. One transaction per batch, which notes how far it is: a worker that
 * dies, or a second one, goes on where the first has committed.
 *
 * What the session brought to the phone was made elsewhere and is not its doing: undo it there.
 */
import type { AccountId, CollectionId, SessionId, UndoId } from '@anchorage/model';
import type { Tables, Undo } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import type { Tools } from '../tools.ts';
import { giveBackHeld, reviveHeld } from './give-back-held.ts';
import { openRewriter } from './rewriter.ts';
import { takeBack } from './take-back.ts';

/** Throws `StoreError`. */
export async function runUndo(
  tools: Tools,
  accountId: AccountId,
  undoId: UndoId,
  signal: AbortSignal,
): Promise<void> {
  for (let done = false; !done;) {
    signal.throwIfAborted();
    const batch = await tools.store.transaction((tx) => undoBatch(tools, tx, accountId, undoId));
    for (const collectionId of batch.journaled) {
      await askFor(tools, { kind: 'push', accountId, collectionId });
    }
    done = batch.done;
    await tools.giveTurn();
  }
}

interface Batch {
  readonly done: boolean;
  readonly journaled: ReadonlySet<CollectionId>;
}

async function undoBatch(tools: Tools, tx: Tables, accountId: AccountId, undoId: UndoId): Promise<Batch> {
  const undo = await tx.undos.lock(accountId, undoId);
  if (undo === null || undo.state === 'done') return { done: true, journaled: new Set() };
  const maker = makerOf(undo);
  if (maker === null) return (await heldBatch(tools, tx, undo)) ?? finish(tools, tx, undo);
  if (await isTooOld(tools, tx, undo)) return finish(tools, tx, undo, { tooOld: 1 });
  const size = tools.settings.undoBatch;
  const named = await tx.items.touchedBy(accountId, maker, undo.cursor, size);
  const last = named.at(-1)?.item.id;
  if (last === undefined) return (await heldBatch(tools, tx, undo)) ?? finish(tools, tx, undo);
  const collections = named.map(({ item }) => item.collectionId);
  const rewriter = await openRewriter(tools, tx, undo, collections, size);
  // Read again under the locks: what was read before only told which collections to lock.
  const ids = new Set(named.map(({ item }) => item.id));
  const touched = await tx.items.touchedBy(accountId, maker, undo.cursor, size);
  for (const one of touched) if (ids.has(one.item.id)) await takeBack(rewriter, one);
  await tx.undos.update(accountId, undoId, { cursor: last, ...rewriter.account() });
  return { done: false, journaled: rewriter.journaled };
}

/** Null when nothing of the session is held any more. */
async function heldBatch(tools: Tools, tx: Tables, undo: Undo): Promise<Batch | null> {
  if (undo.of.kind === 'undo') return null;
  const { kind, sessionId } = undo.of;
  const rewriter =
    (await giveBackHeld(tools, tx, undo, sessionId)) ??
    // What the cloud deleted is not the session's doing.
    (kind === 'hold' ? await reviveHeld(tools, tx, undo, sessionId) : null);
  if (rewriter === null) return null;
  await tx.undos.update(undo.accountId, undo.id, rewriter.account());
  return { done: false, journaled: rewriter.journaled };
}

async function finish(
  { clock }: Tools,
  tx: Tables,
  { accountId, id, counts }: Undo,
  notes: Undo['counts'] = {},
): Promise<Batch> {
  const change = { state: 'done', finishedAt: clock.now(), counts: { ...counts, ...notes } } as const;
  await tx.undos.update(accountId, id, change);
  return { done: true, journaled: new Set() };
}

/** Whose changes are taken back; null: nobody's, only what is held. */
function makerOf({ of }: Undo): SessionId | UndoId | null {
  if (of.kind === 'undo') return of.undoId;
  return of.kind === 'session' ? of.sessionId : null;
}

/**
 * Were the versions from before it perhaps forgotten by now? An item whose earlier version is missing would look like one
 * that the session made.
 */
async function isTooOld({ clock, settings }: Tools, tx: Tables, { accountId, of }: Undo): Promise<boolean> {
  const begun =
    of.kind === 'undo'
      ? (await tx.undos.get(accountId, of.undoId))?.requestedAt
      : (await tx.sessions.get(accountId, of.sessionId))?.startedAt;
  return begun === undefined || begun < clock.now() - settings.retention;
}
