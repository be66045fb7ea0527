/** Carries out what was decided about one inbox entry. Everything is computed before the first write. */
import { syncTypes } from '@anchorage/model';
import type { InboxRow } from '@anchorage/store';
import { digest } from '../digest.ts';
import { keepPhoneVersion, policyFor, yieldToDeletion } from './conflicts.ts';
import { createFrom } from './create.ts';
import { editBase } from './edit-base.ts';
import { recreate } from './recreate.ts';
import { bringBack, removeGone, removeItem, removeOccurrence, removeStandIn } from './remove.ts';
import type { Frame } from './frame.ts';
import type { Intake, Taken } from './intake.ts';
import { isLeftApart, leaveApart, takeBackIn, turnOf } from './set-aside.ts';
import type { Sent, Situation } from './situation.ts';
import { wholeEdit } from './whole-edit.ts';

export async function takeDelete(intake: Intake, situation: Situation): Promise<Taken> {
  const { desk, frame } = intake;
  const { action, mapping, item } = situation;
  if (mapping === null || action === 'ignore') return done;
  switch (action) {
    case 'delete-item':
      if (item !== null) await removeItem(intake, item, mapping);
      break;
    case 'delete-occurrence':
      if (item !== null) return removeOccurrence(intake, item, mapping);
      break;
    case 'delete-stand-in':
      if (item !== null) return removeStandIn(intake, item, mapping);
      break;
    case 'revive':
      await bringBack(desk.tx, frame, mapping);
      desk.count('conflicts');
      break;
    case 'delete-too':
      if (item !== null) await removeGone(intake, item);
      await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
      break;
    default:
      await desk.tx.mappings.remove(frame.accountId, [mapping.id]);
  }
  return done;
}

export async function takeContent(
  intake: Intake,
  row: InboxRow,
  sent: Sent,
  situation: Situation,
): Promise<Taken> {
  switch (situation.action) {
    case 'edit':
      return edit(intake, sent, situation);
    case 'restore':
      return restore(intake, sent, situation);
    case 'reject':
      return { kind: 'refused', reason: 'read-only' };
    case 'wait':
      return { kind: 'waiting' };
    case 'ignore':
      return done;
    case 'add-occurrence':
      return addOccurrence(intake, row, sent, situation);
    case 'yield':
      return yieldToDeletion(intake, row.luid, sent, situation);
    case 'recreate':
      return recreate(intake, row.luid, sent, situation);
    default:
      return createFrom(intake, row.luid, sent, situation.mapping);
  }
}

async function edit(intake: Intake, sent: Sent, { item, mapping }: Situation): Promise<Taken> {
  const { desk, frame } = intake;
  const { tools } = frame;
  if (item === null || mapping === null) return done;
  const policy = policyFor(frame, item, sent);
  const { recurrenceId } = mapping;
  const view = editBase(frame, item, mapping);
  const { incoming, pim, capabilities } = wholeEdit(frame, sent.view, view);
  if (isLeftApart(frame, item, mapping, incoming)) return done;
  const now = tools.clock.now();
  const change = { body: item.body, recurrenceId, view, incoming, capabilities, now };
  const outcome = digest(() => {
    const merged = pim.apply({ ...change, policy });
    if (policy !== 'keep-both' || merged.conflicts.length === 0) return { ...merged, both: false };
    return { ...pim.apply({ ...change, policy: 'cloud-wins' }), conflicts: merged.conflicts, both: true };
  });
  if (!outcome.ok) return { kind: 'refused', reason: outcome.reason };
  const { body, changed, conflicts, both } = outcome.value;
  const shown = isShown(frame, body, recurrenceId, incoming);
  const turn = changed || !shown ? turnOf(frame, item, mapping, body) : null;
  if (turn?.pingPong === true) {
    return leaveApart(intake, item, mapping, { incoming, sent: sent.view, made: body });
  }
  const current = changed ? await desk.change(item, { body }) : item;
  if (both) {
    // The phone's version lives on beside the cloud's, and comes back to the phone as an item of its own.
    const copy = await createFrom(intake, null, sent, null);
    if (copy.kind === 'refused') return copy;
  }
  // Where the phone shows something else now, the older revision (or `pending`, when it is not news) brings a Replace.
  await desk.tx.mappings.update(frame.accountId, mapping.id, {
    view: incoming,
    pending: !shown,
    withdrawn: false,
    ...(turn === null ? {} : { turns: turn.turns }),
    ...(shown ? { revision: current.revision } : {}),
  });
  if (shown) await takeBackIn(desk.tx, frame, mapping);
  if (conflicts.length > 0 && !both) await keepPhoneVersion(intake, item, { ...change, pim }, body);
  if (changed) desk.count('updated');
  if (conflicts.length > 0) desk.count('conflicts');
  return done;
}

/** Into a collection that may not be written: the phone gets the cloud's version back. */
async function restore(intake: Intake, sent: Sent, { item, mapping }: Situation): Promise<Taken> {
  if (item === null || mapping === null) return done;
  const { desk, frame } = intake;
  const { recurrenceId, view } = mapping;
  const { incoming, pim, capabilities } = wholeEdit(frame, sent.view, view);
  if (isLeftApart(frame, item, mapping, incoming)) return done;
  const shown = isShown(frame, item.body, recurrenceId, incoming);
  const edit = { body: item.body, recurrenceId, view, incoming, capabilities, now: frame.tools.clock.now() };
  const made = shown ? null : digest(() => pim.apply({ ...edit, policy: 'phone-wins' }).body);
  const turn = made?.ok === true ? turnOf(frame, item, mapping, made.value) : null;
  if (made?.ok === true && turn?.pingPong === true) {
    return leaveApart(intake, item, mapping, { incoming, sent: sent.view, made: made.value });
  }
  const kept = { view: incoming, pending: !shown, withdrawn: false };
  await desk.tx.mappings.update(frame.accountId, mapping.id, {
    ...kept,
    ...(turn === null ? {} : { turns: turn.turns }),
  });
  if (shown) await takeBackIn(desk.tx, frame, mapping);
  return shown ? done : { kind: 'refused', reason: 'read-only' };
}

async function addOccurrence(
  intake: Intake,
  row: InboxRow,
  sent: Sent,
  { series }: Situation,
): Promise<Taken> {
  const { desk, frame } = intake;
  const { pim, capabilities, tools, datastore, accountId } = frame;
  if (series === null) return createFrom(intake, row.luid, sent, null);
  const now = tools.clock.now();
  const uid = series.uid ?? tools.random.id();
  const added = digest(() => pim.addOccurrence(series.body, sent.view, { uid, now, capabilities }));
  if (!added.ok) return createFrom(intake, row.luid, sent, null);
  const { body, recurrenceId } = added.value;
  await desk.flush();
  const mapped = await desk.tx.mappings.byItems(accountId, datastore.id, [series.id]);
  const other = mapped.find((mapping) => mapping.recurrenceId === recurrenceId);
  if (other !== undefined && other.luid !== null) return createFrom(intake, row.luid, sent, null);
  const shown = isShown(frame, body, recurrenceId, sent.view);
  const current = body === series.body ? series : await desk.change(series, { body });
  const revision = shown ? current.revision : 0;
  const link = { luid: row.luid, view: sent.view, revision, pending: !shown };
  if (other !== undefined) await desk.tx.mappings.update(accountId, other.id, { ...link, withdrawn: false });
  else desk.map({ ...link, datastoreId: datastore.id, guid: null, itemId: series.id, recurrenceId });
  desk.count('created');
  return done;
}

/** Does the phone show all that it is to have of the item in this session? */
export function isShown(
  { shown: { pim, capabilities } }: Frame,
  body: string,
  recurrenceId: string,
  view: string,
): boolean {
  const same = digest(() =>
    pim.sameOnPhone(pim.image(body, recurrenceId, capabilities).view, view, capabilities),
  );
  return same.ok && same.value;
}

const done: Taken = { kind: 'done' };

/** Is the phone's whole content known after this sync? */
export function isWhole(syncType: number): boolean {
  return syncType === syncTypes.slow || syncType === syncTypes.refreshFromClient;
}
