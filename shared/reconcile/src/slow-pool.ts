/** What is still to be matched, with the indexes that keep matching from being quadratic. */
import type { Candidate, Pair, ReceivedItem } from './slow-items.ts';
import type { Traits } from './traits.ts';

/** A candidate and whether it has found its partner. */
export interface Slot<Item extends string> {
  readonly itemId: Item;
  readonly recurrenceId: string;
  readonly traits: Traits;
  readonly order: number;
  taken: boolean;
}

export interface Pool<Item extends string> {
  pair(entry: ReceivedItem, slot: Slot<Item>, how: Pair<Item>['how']): void;
  pairs(): readonly Pair<Item>[];
  /** Received and not yet paired, in the order received. */
  waiting(): readonly ReceivedItem[];
  at(itemId: Item, recurrenceId: string): Slot<Item> | undefined;
  byUid(uid: string): readonly Slot<Item>[];
  /** Free ones, in order. */
  free(): readonly Slot<Item>[];
  /** All of them, taken or not, in order. */
  byKey(key: string): readonly Slot<Item>[];
  /** A free one with equal contents; each is looked at once, however many are equal. */
  takeByContent(traits: Traits): Slot<Item> | undefined;
}

export function createPool<Item extends string>(
  received: readonly ReceivedItem[],
  candidates: readonly Candidate<Item>[],
): Pool<Item> {
  const slots = candidates.map((candidate, order): Slot<Item> => ({ ...candidate, order, taken: false }));
  const places = new Map(slots.map((slot) => [place(slot.itemId, slot.recurrenceId), slot]));
  const uids = index(slots, (slot) => slot.traits.uid);
  const keys = index(slots, (slot) => slot.traits.key || null);
  // Masters before overridden occurrences: a plain event is more likely the series than an exception of it.
  const masters = index(
    slots.filter((slot) => slot.recurrenceId === ''),
    (slot) => slot.traits.content,
  );
  const overrides = index(
    slots.filter((slot) => slot.recurrenceId !== ''),
    (slot) => slot.traits.content,
  );
  const queues = new Map<readonly Slot<Item>[], number>();
  const pairs: Pair<Item>[] = [];
  const paired = new Set<ReceivedItem>();

  function nextFree(list: readonly Slot<Item>[] | undefined): Slot<Item> | undefined {
    if (list === undefined) return undefined;
    let position = queues.get(list) ?? 0;
    while (list[position]?.taken === true) position += 1;
    queues.set(list, position);
    return list[position];
  }

  return {
    pair(entry, slot, how) {
      slot.taken = true;
      paired.add(entry);
      pairs.push({ luid: entry.luid, itemId: slot.itemId, recurrenceId: slot.recurrenceId, how });
    },
    pairs: () => pairs,
    waiting: () => received.filter((entry) => !paired.has(entry)),
    at: (itemId, recurrenceId) => places.get(place(itemId, recurrenceId)),
    byUid: (uid) => uids.get(uid) ?? [],
    free: () => slots.filter((slot) => !slot.taken),
    byKey: (key) => keys.get(key) ?? [],
    takeByContent({ content, recurrenceId }) {
      if (content === '') return undefined;
      if (recurrenceId !== '') {
        return overrides.get(content)?.find((slot) => !slot.taken && slot.recurrenceId === recurrenceId);
      }
      return nextFree(masters.get(content)) ?? nextFree(overrides.get(content));
    },
  };
}

/** Lists by a name; entries without one (null) are left out. */
export function index<Entry>(
  entries: readonly Entry[],
  name: (entry: Entry) => string | null,
): ReadonlyMap<string, readonly Entry[]> {
  const lists = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = name(entry);
    if (key === null) continue;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [entry]);
    else list.push(entry);
  }
  return lists;
}

function place(itemId: string, recurrenceId: string): string {
  return `${itemId}\n${recurrenceId}`;
}
