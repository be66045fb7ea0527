/**
 * Edited here, deleted elsewhere: it lives on. It is the same item that comes back, not a second one: another phone
 * that has edited it too meets the one that is back, and what no phone can hold comes back with it.
 */
import { digest } from '../digest.ts';
import { createFrom } from './create.ts';
import type { Intake, Taken } from './intake.ts';
import type { Sent, Situation } from './situation.ts';
import { wholeEdit } from './whole-edit.ts';

/** A single occurrence, or one of an item that cannot be brought back, becomes an item of its own. */
export async function recreate(
  intake: Intake,
  luid: string,
  sent: Sent,
  { item, mapping, collection }: Situation,
): Promise<Taken> {
  const { desk, frame } = intake;
  const { shown, tools, accountId } = frame;
  if (item === null || mapping === null || collection === null || collection.readOnly) {
    return createFrom(intake, luid, sent, mapping);
  }
  if (!item.deleted || mapping.recurrenceId !== '') return createFrom(intake, luid, sent, mapping);
  const { incoming, pim, capabilities } = wholeEdit(frame, sent.view, mapping.view);
  const now = tools.clock.now();
  const edit = {
    body: item.body,
    recurrenceId: '',
    view: mapping.view,
    incoming,
    capabilities,
    now,
  };
  const made = digest(() => {
    const { body } = pim.apply({ ...edit, policy: 'phone-wins' });
    const { view } = shown.pim.image(body, '', shown.capabilities);
    return { body, same: shown.pim.sameOnPhone(view, incoming, shown.capabilities) };
  });
  if (!made.ok) return createFrom(intake, luid, sent, mapping);
  const { body, same } = made.value;
  await desk.tx.journal.finish(accountId, item.id, item.revision);
  // The push looks whether the server has it still: a deletion that waits may be of what has gone there already.
  const back = await desk.change(item, { body, deleted: false, etag: null });
  await desk.tx.mappings.update(accountId, mapping.id, {
    view: incoming,
    pending: !same,
    withdrawn: false,
    hold: null,
    ...(same ? { revision: back.revision } : {}),
  });
  desk.count('created');
  return { kind: 'done' };
}
