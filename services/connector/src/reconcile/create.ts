/** A new item from what a phone sent. */
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { homeOf } from './frame.ts';
import type { Intake, Taken } from './intake.ts';
import type { Sent } from './situation.ts';

/**
 * `luid` null: nobody has it yet, phones get it as news. `mapping`: the LUID's row, when its item has gone; it is
 * led to the new one.
 */
export async function createFrom(
  { desk, frame, book }: Intake,
  luid: string | null,
  sent: Sent,
  mapping: Mapping | null,
): Promise<Taken> {
  const { pim, capabilities, shown, tools, accountId, datastore } = frame;
  const home = homeOf(frame, sent.view);
  if (home === null) return { kind: 'refused', reason: 'read-only' };
  const uid = (await takeOverUid()) ?? tools.random.id();
  const made = digest(() => {
    const body = pim.create(sent.view, { uid, now: tools.clock.now(), capabilities });
    const ids = pim.occurrences(body);
    const recurrenceId = ids.includes('') ? '' : (ids[0] ?? '');
    const { view } = shown.pim.image(body, recurrenceId, shown.capabilities);
    return { body, recurrenceId, same: shown.pim.sameOnPhone(view, sent.view, shown.capabilities) };
  });
  if (!made.ok) return { kind: 'refused', reason: made.reason };
  const { body, recurrenceId, same } = made.value;
  const item = desk.create(home.url, { collectionId: home.id, uid, body });
  desk.count('created');
  if (sent.uid !== null && sent.recurrenceId === '') book.note(sent.uid, item.id);
  if (luid === null) return { kind: 'done' };
  await link(item, recurrenceId, same);
  return { kind: 'done' };

  async function link(target: StoredItem, rid: string, isShown: boolean): Promise<void> {
    const state = { view: sent.view, revision: isShown ? target.revision : 0, pending: !isShown };
    if (mapping === null) {
      desk.map({
        ...state,
        datastoreId: datastore.id,
        luid,
        guid: null,
        itemId: target.id,
        recurrenceId: rid,
      });
      return;
    }
    await desk.flush();
    await desk.tx.mappings.update(accountId, mapping.id, {
      ...state,
      withdrawn: false,
      luid,
      guid: null,
      itemId: target.id,
      recurrenceId: rid,
    });
  }

  /**
   * The phone's own UID, where it is worth something and free: so that the item is known again when the phone sends
   * it once more, or when the same invitation reaches the cloud by another way. A UID that was ever used here is not
   * free: servers keep the deleted one in their bins.
   */
  async function takeOverUid(): Promise<string | null> {
    if (home === null || luid === null || sent.recurrenceId !== '') return null;
    const traits = digest(() => pim.traitsOfView(sent.view, capabilities));
    const own = traits.ok ? traits.value.uid : null;
    if (own === null || !plainUid.test(own) || !modernVersion.test(sent.view) || desk.uids.has(own))
      return null;
    const there = await desk.tx.items.byUids(accountId, home.id, [own]);
    if (there.length > 0) return null;
    desk.uids.add(own);
    return own;
  }
}

const plainUid = /^[A-Za-z0-9@._-]{1,255}$/;
const modernVersion = /^VERSION:(?:2\.0|3\.0|4\.0)[ \t]*\r?$/im;
