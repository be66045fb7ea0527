/**
 * Takes in what a phone sent: batches of the inbox, one transaction each, in which the rows are settled. A process
 * that dies loses at most the batch it was at, which is then taken again from the start.
 */
import type { CollectionId, InboxId } from '@anchorage/model';
import type { DoubtfulPair, InboxRow, Mapping, Tables } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { isWhole, takeContent, takeDelete } from './entry.ts';
import type { Intake, Taken } from './intake.ts';
import type { Frame } from './frame.ts';
import { addCounts } from './counts.ts';
import { followMove } from './follow-move.ts';
import { heardLate } from './heard-late.ts';
import { noteDoubtful } from './note-doubtful.ts';
import { relink } from './relink.ts';
import { nowhere } from './remove.ts';
import { createSeriesBook } from './series-book.ts';
import type { SeriesBook } from './series-book.ts';
import { shouldHold } from './should-hold.ts';
import { assess, readSent } from './situation.ts';
import { planSlow } from './slow.ts';
import type { SlowPlan } from './slow.ts';

export interface Progress {
  readonly frame: Frame;
  readonly book: SeriesBook;
  readonly slow: SlowPlan | null;
  readonly hold: boolean;
  /** LUIDs whose quarantined entry is to be resolved when they turn out well. */
  readonly quarantined: ReadonlySet<string>;
  /** LUIDs this job has settled, whose mapping therefore is this session's own. */
  readonly settled: Set<string>;
}

/** Returns the plan of a slow sync, for what comes after; null in a normal one. */
export async function takeInbox(frame: Frame, signal: AbortSignal): Promise<SlowPlan | null> {
  const { tools, accountId, datastore, part } = frame;
  const slow = isWhole(part.syncType) ? await planSlow(frame) : null;
  const quarantined = (await tools.store.quarantine.list(accountId))
    .filter((row) => row.side === 'phone' && row.datastoreId === datastore.id)
    .map((row) => row.reference);
  const progress: Progress = {
    frame,
    book: createSeriesBook(frame),
    slow,
    hold: await shouldHold(frame),
    quarantined: new Set(quarantined),
    settled: new Set(),
  };
  const pushed = new Set<CollectionId>();
  // The second time round: occurrences whose series may have come after them.
  for (const last of [false, true]) {
    for (let after = 0; ;) {
      signal.throwIfAborted();
      const batch = await tools.store.transaction((tx) => takeBatch(tx, progress, after, last));
      // SQLite answers at once: without this nobody else had a turn until the last batch.
      await tools.giveTurn();
      if (batch.rows === 0) break;
      after = batch.lastSeq;
      for (const id of batch.journaled) {
        if (pushed.has(id)) continue;
        pushed.add(id);
        await askFor(tools, { kind: 'push', accountId, collectionId: id });
      }
    }
  }
  return slow;
}

interface Batch {
  readonly rows: number;
  readonly lastSeq: number;
  readonly journaled: ReadonlySet<CollectionId>;
}

async function takeBatch(tx: Tables, progress: Progress, after: number, last: boolean): Promise<Batch> {
  const { frame } = progress;
  const { accountId, session, datastore, tools } = frame;
  const size = tools.settings.inboxBatch;
  if (!(await tx.inbox.hasPending(accountId, session.id, datastore.id, after)))
    return { rows: 0, lastSeq: after, journaled: new Set() };
  const desk = await openDesk(tx, frame, 2 * size);
  // Read under the lock: a second worker on this inbox finds the rows settled.
  const rows = upToRepeated(
    await tx.inbox.pending(accountId, session.id, datastore.id, after, size, batchOctets),
  );
  for (const mapping of await tx.mappings.byLuids(
    accountId,
    datastore.id,
    rows.map(({ luid }) => luid),
  )) {
    if (mapping.luid !== null) desk.byLuid.set(mapping.luid, mapping);
  }
  const settled: InboxId[] = [];
  const refused: InboxId[] = [];
  const doubtful: DoubtfulPair[] = [];
  for (const row of rows) {
    const taken = await takeRow(progress, desk, row, last);
    if (taken.kind === 'waiting') continue;
    if (taken.kind === 'refused') await quarantine(tx, frame, row, taken.reason);
    else if (row.command !== 'delete' && progress.quarantined.has(row.luid))
      await resolve(tx, frame, row.luid);
    (taken.kind === 'refused' ? refused : settled).push(row.id);
    desk.count('received');
    if (taken.kind === 'refused') desk.count('quarantined');
    if (!progress.settled.has(row.luid)) {
      if (progress.slow?.pairs.has(row.luid) === true) desk.count('matched');
      const pair = progress.slow?.doubtful.get(row.luid);
      if (pair !== undefined) {
        desk.count('doubtful');
        doubtful.push(pair);
      }
    }
    progress.settled.add(row.luid);
  }
  await desk.flush();
  if (settled.length > 0) await tx.inbox.settle(accountId, settled, 'done');
  if (refused.length > 0) await tx.inbox.settle(accountId, refused, 'quarantined');
  await addCounts(tx, frame, desk.counts);
  await noteDoubtful(tx, frame, doubtful);
  return { rows: rows.length, lastSeq: rows.at(-1)?.seq ?? after, journaled: desk.journaled };
}

async function takeRow(progress: Progress, desk: Desk, row: InboxRow, last: boolean): Promise<Taken> {
  const { frame, book, slow, hold } = progress;
  const intake: Intake = { desk, frame, book, hold };
  const known = desk.byLuid.get(row.luid) ?? null;
  let mapping = known === null || slow !== null ? known : await followMove(desk, frame, known);
  if (row.command === 'delete') {
    return takeDelete(intake, await assess(desk, frame, book, row, mapping, null, last));
  }
  if (row.command === 'add' && slow === null) mapping = await unlessFreed(desk, frame, mapping);
  const sent = readSent(frame, row);
  if (!sent.ok) return { kind: 'refused', reason: sent.reason };
  if (slow !== null && !progress.settled.has(row.luid)) {
    mapping = await relink(desk, frame, row.luid, mapping, slow.pairs.get(row.luid), sent.value.view);
  }
  if (!progress.settled.has(row.luid)) mapping = await heardLate(desk, frame, mapping, sent.value.view);
  return takeContent(
    intake,
    row,
    sent.value,
    await assess(desk, frame, book, row, mapping, sent.value, last),
  );
}

/** A phone gives the LUID of what was taken off it to something new, before we have heard that it is off. */
async function unlessFreed(
  desk: Desk,
  { accountId }: Frame,
  mapping: Mapping | null,
): Promise<Mapping | null> {
  if (mapping === null || mapping.luid === null || !mapping.withdrawn) return mapping;
  desk.byLuid.delete(mapping.luid);
  await desk.tx.mappings.update(accountId, mapping.id, nowhere);
  return null;
}

/** A LUID may come twice in one session; the second time it is looked up anew, in a batch of its own. */
function upToRepeated(rows: readonly InboxRow[]): readonly InboxRow[] {
  const seen = new Set<string>();
  const end = rows.findIndex(({ luid }) => seen.size === seen.add(luid).size);
  return end === -1 ? rows : rows.slice(0, end);
}

async function quarantine(tx: Tables, frame: Frame, row: InboxRow, reason: string): Promise<void> {
  await tx.quarantine.put(frame.accountId, {
    side: 'phone',
    collectionId: null,
    datastoreId: frame.datastore.id,
    reference: row.luid,
    reason,
    raw: row.data ?? new Uint8Array(),
    createdAt: frame.tools.clock.now(),
  });
}

async function resolve(tx: Tables, { accountId, datastore }: Frame, luid: string): Promise<void> {
  const key = { side: 'phone' as const, collectionId: null, datastoreId: datastore.id, reference: luid };
  await tx.quarantine.resolve(accountId, key);
}

/** Large photos come by twos and threes: what is in memory of one batch. */
const batchOctets = 4_194_304;
