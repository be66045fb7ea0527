/** Deletions: of an item, of one occurrence, at once or held for the owner's word. */
import type { Mapping, StoredItem, Tables } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import type { Intake, Taken } from './intake.ts';
import type { Frame } from './frame.ts';
import { standInOf } from './situation.ts';

export async function removeItem(intake: Intake, item: StoredItem, mapping: Mapping): Promise<void> {
  const { desk, frame } = intake;
  if (intake.hold) {
    await holdDelete(desk, frame, item, mapping);
    return;
  }
  await desk.change(item, { deleted: true });
  await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
  desk.count('deleted');
}

/**
 * One that the cloud has deleted, as far as is known. Where a listing only left it out, what the phone's owner wants is done
 * there before the next one names it again; where it has gone, nothing happens. Not with more than is likely to be meant.
 */
export async function removeGone({ desk, frame, hold }: Intake, item: StoredItem): Promise<void> {
  if (hold || !item.deleted || item.etag === null) return;
  const pending = await desk.tx.journal.pendingOf(frame.accountId, [item.id]);
  if (pending.length === 0) desk.deleteAgain(item);
}

/** One that this phone never had: there is no mapping to take away or to keep. */
export async function removeUnmapped(intake: Intake, item: StoredItem): Promise<void> {
  const { desk, frame, hold } = intake;
  if (hold) await holdRow(desk.tx, frame, item);
  else await desk.change(item, { deleted: true });
  desk.count(hold ? 'held' : 'deleted');
}

/** Whatever the mapping stands for: the item, an occurrence, or the occurrence shown in place of a series. */
export async function removeMapped(intake: Intake, item: StoredItem, mapping: Mapping): Promise<void> {
  if (mapping.recurrenceId !== '') await removeOccurrence(intake, item, mapping);
  else if (standInOf(intake.frame, item, mapping) !== '') await removeStandIn(intake, item, mapping);
  else await removeItem(intake, item, mapping);
}

export async function removeOccurrence(intake: Intake, item: StoredItem, mapping: Mapping): Promise<Taken> {
  const { desk, frame } = intake;
  if (intake.hold) return keepOccurrence(intake, mapping);
  const left = digest(() =>
    frame.pim.removeOccurrence(item.body, mapping.recurrenceId, frame.tools.clock.now()),
  );
  if (!left.ok) return { kind: 'refused', reason: left.reason };
  if (left.value === null) {
    await removeItem(intake, item, mapping);
    return { kind: 'done' };
  }
  await desk.change(item, { body: left.value });
  await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
  desk.count('deleted');
  return { kind: 'done' };
}

/**
 * The series goes on without the occurrence that the phone was shown in its place (vCalendar 1.0 has no words for it),
 * and the phone gets the next one.
 */
export async function removeStandIn(intake: Intake, item: StoredItem, mapping: Mapping): Promise<Taken> {
  const { desk, frame } = intake;
  if (intake.hold) return keepOccurrence(intake, mapping);
  const shown = standInOf(frame, item, mapping);
  const left = digest(() => frame.pim.removeOccurrence(item.body, shown, frame.tools.clock.now()));
  if (!left.ok) return { kind: 'refused', reason: left.reason };
  if (left.value === null) {
    await removeItem(intake, item, mapping);
    return { kind: 'done' };
  }
  const changed = left.value === item.body ? item : await desk.change(item, { body: left.value });
  await bringBack(desk.tx, frame, mapping);
  if (standInOf(frame, changed, mapping) === shown) {
    // Nobody can tell what comes after it: the phone is given nothing until the series changes.
    const { revision } = changed;
    await desk.tx.mappings.update(frame.accountId, mapping.id, { pending: false, revision });
  }
  desk.count('deleted');
  return { kind: 'done' };
}

/** Too many deletions at once, and no row of the journal can hold that of an occurrence: the phone gets it again. */
async function keepOccurrence({ desk, frame }: Intake, mapping: Mapping): Promise<Taken> {
  await bringBack(desk.tx, frame, mapping);
  desk.count('conflicts');
  return { kind: 'done' };
}

/** The row stays as a waiting one: the outgoing stage finds it and the phone gets the item again. */
export async function bringBack(tx: Tables, { accountId }: Frame, { id }: Mapping): Promise<void> {
  await tx.mappings.update(accountId, id, nowhere);
}

/** Of an item that the phone has not, and is to have. */
export const nowhere = { luid: null, guid: null, view: null, pending: true, withdrawn: false } as const;

/**
 * The item stays, here and in the cloud; a held row of the journal remembers the wish. The phone has lost it and is
 * not given it back on its own account: the mapping waits without a LUID until the item changes.
 */
async function holdDelete(desk: Desk, frame: Frame, item: StoredItem, mapping: Mapping): Promise<void> {
  const { accountId } = frame;
  await desk.tx.mappings.update(accountId, mapping.id, {
    luid: null,
    guid: null,
    view: null,
    pending: false,
  });
  await holdRow(desk.tx, frame, item);
  desk.count('held');
}

async function holdRow(tx: Tables, { accountId, session, tools }: Frame, item: StoredItem): Promise<void> {
  const { collectionId, id, revision } = item;
  const now = tools.clock.now();
  const before = new Set((await tx.journal.pendingOf(accountId, [id])).map((row) => row.id));
  const row = {
    collectionId,
    itemId: id,
    op: 'delete' as const,
    revision,
    sessionId: session.id,
    createdAt: now,
  };
  await tx.journal.append(accountId, [row]);
  for (const made of await tx.journal.pendingOf(accountId, [id])) {
    if (before.has(made.id)) continue;
    await tx.journal.postpone(accountId, made.id, { dueAt: now, reason: 'mass-delete', state: 'held' });
  }
}
