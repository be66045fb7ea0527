/** Both sides have changed one item: whose word counts, and where the other's is kept. */
import type { ConflictPolicy } from '@anchorage/model';
import { changedAt } from '@anchorage/pim';
import type { PhoneEdit, PimKind } from '@anchorage/pim';
import { newerSide } from '@anchorage/reconcile';
import type { StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Frame } from './frame.ts';
import type { Intake, Taken } from './intake.ts';
import { recreate } from './recreate.ts';
import type { Sent, Situation } from './situation.ts';
import { wholeEdit } from './whole-edit.ts';

/** What the datastore's policy means for this conflict. */
export function policyFor({ policy, tools }: Frame, item: StoredItem, sent: Sent): ConflictPolicy {
  if (policy !== 'newest') return policy;
  const times = { phone: changedAt(sent.view), cloud: changedAt(item.body) };
  const newer = newerSide({ ...times, now: tools.clock.now() });
  if (newer === null) return 'merge';
  return newer === 'phone' ? 'phone-wins' : 'cloud-wins';
}

/** What the phone had made of the item goes among its versions, unless all of it is in the outcome. */
export async function keepPhoneVersion(
  { desk, frame }: Intake,
  item: StoredItem,
  { pim, ...edit }: Omit<PhoneEdit, 'policy'> & { readonly pim: PimKind },
  outcome: string,
): Promise<void> {
  const { accountId, session } = frame;
  const lost = digest(() => {
    const { body } = pim.apply({ ...edit, policy: 'phone-wins' });
    return pim.normalise(body) === pim.normalise(outcome) ? null : body;
  });
  if (!lost.ok || lost.value === null) return;
  await desk.flush();
  await desk.tx.items.keepLost(accountId, item.id, lost.value, session.id);
}

/** The item has gone and stays so: the phone gets its Delete, what it had made of the item is kept. */
export async function yieldToDeletion(
  intake: Intake,
  luid: string,
  sent: Sent,
  situation: Situation,
): Promise<Taken> {
  const { desk, frame } = intake;
  const { item, mapping } = situation;
  if (item === null || mapping === null) return recreate(intake, luid, sent, situation);
  const { incoming, pim, capabilities } = wholeEdit(frame, sent.view, mapping.view);
  const { recurrenceId, view } = mapping;
  const edit = { body: item.body, recurrenceId, view, incoming, capabilities, now: frame.tools.clock.now() };
  const made = digest(() => pim.apply({ ...edit, policy: 'phone-wins' }).body);
  // What cannot be kept so lives on.
  if (!made.ok) return recreate(intake, luid, sent, situation);
  await desk.flush();
  await desk.tx.items.keepLost(frame.accountId, item.id, made.value, frame.session.id);
  await desk.tx.mappings.update(frame.accountId, mapping.id, { view: incoming, pending: true });
  desk.count('conflicts');
  return { kind: 'done' };
}
