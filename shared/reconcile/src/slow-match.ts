/**
 * Slow-sync matching: which of the items a phone sent are items we have. One to one, surest first, the same answer for
 * the same input whatever came before. It never takes two people for one on a name alone; what might be the same but
 * cannot be told is kept apart and named as doubtful.
 *
 * Steps: the LUID we know with the same contents; the UID; equal contents; the LUID we know with something in common
 * (a phone that was reset uses its LUIDs again, for other items); key and marks. Everything is looked up by index:
 * ten thousand against ten thousand takes well below a second.
 */
import type { ItemKind } from '@anchorage/model';
import { createPool } from './slow-pool.ts';
import type { Pool, Slot } from './slow-pool.ts';
import type { Candidate, KnownLuid, ReceivedItem, SlowMatch } from './slow-items.ts';
import { pairByScore } from './slow-score.ts';
import type { Traits } from './traits.ts';

/** LUIDs in `received` are distinct, and so are (item, occurrence) in `candidates`. */
export function matchSlowSync<Item extends string>(
  kind: ItemKind,
  received: readonly ReceivedItem[],
  candidates: readonly Candidate<Item>[],
  known: readonly KnownLuid<Item>[],
): SlowMatch<Item> {
  const pool = createPool(received, candidates);
  const knownSlots = slotsOfKnown(pool, known);
  pairKnown(pool, knownSlots, sameContents);
  pairByUid(pool);
  pairByContent(pool);
  pairKnown(pool, knownSlots, somethingInCommon);
  const doubtful = pairByScore(pool, kind);
  return {
    pairs: pool.pairs(),
    unmatched: pool.waiting().map((entry) => entry.luid),
    doubtful: doubtful.map(({ luid, slot }) => ({
      luid,
      itemId: slot.itemId,
      recurrenceId: slot.recurrenceId,
    })),
  };
}

function slotsOfKnown<Item extends string>(
  pool: Pool<Item>,
  known: readonly KnownLuid<Item>[],
): ReadonlyMap<string, Slot<Item>> {
  const slots = new Map<string, Slot<Item>>();
  for (const { luid, itemId, recurrenceId } of known) {
    const slot = pool.at(itemId, recurrenceId);
    if (slot !== undefined) slots.set(luid, slot);
  }
  return slots;
}

function pairKnown<Item extends string>(
  pool: Pool<Item>,
  known: ReadonlyMap<string, Slot<Item>>,
  agree: (a: Traits, b: Traits) => boolean,
): void {
  for (const entry of pool.waiting()) {
    const slot = known.get(entry.luid);
    if (slot !== undefined && !slot.taken && agree(entry.traits, slot.traits)) pool.pair(entry, slot, 'luid');
  }
}

function pairByUid<Item extends string>(pool: Pool<Item>): void {
  for (const entry of pool.waiting()) {
    const { uid, recurrenceId, content, key } = entry.traits;
    if (uid === null) continue;
    const slots = pool.byUid(uid).filter((slot) => !slot.taken && slot.recurrenceId === recurrenceId);
    const best =
      slots.find((slot) => slot.traits.content === content) ??
      slots.find((slot) => slot.traits.key === key) ??
      slots[0];
    if (best !== undefined) pool.pair(entry, best, 'uid');
  }
}

function pairByContent<Item extends string>(pool: Pool<Item>): void {
  for (const entry of pool.waiting()) {
    const slot = pool.takeByContent(entry.traits);
    if (slot !== undefined) pool.pair(entry, slot, 'exact');
  }
}

function sameContents(a: Traits, b: Traits): boolean {
  return a.content === b.content || (a.uid !== null && a.uid === b.uid);
}

function somethingInCommon(a: Traits, b: Traits): boolean {
  if (a.key !== '' && a.key === b.key) return true;
  const marks = new Set(b.marks);
  return a.marks.some((mark) => marks.has(mark));
}
