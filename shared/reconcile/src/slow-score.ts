/**
 * The last step of matching: same key, then how much else agrees.
 *
 * - Contacts need a common number or address. Where one side has none, the name alone decides only if nobody else on
 *   either side still bears it.
 * - Events and tasks: the key (summary and time) is enough, marks choose among several.
 * - Notes with equal first lines are different notes unless all of them is equal.
 *
 * Namesakes are looked at up to a bound per look-up, so that a thousand entries called "Call back" cost a thousand
 * look-ups, not a million comparisons.
 */
import type { ItemKind } from '@anchorage/model';
import { index } from './slow-pool.ts';
import type { Pool, Slot } from './slow-pool.ts';
import type { ReceivedItem } from './slow-items.ts';
import type { Traits } from './traits.ts';

interface Doubt<Item extends string> {
  readonly luid: string;
  readonly slot: Slot<Item>;
}

interface Scored<Item extends string> {
  readonly entry: ReceivedItem;
  readonly order: number;
  readonly slot: Slot<Item>;
  readonly score: number;
}

/** Pairs what it can; returns which of the rest share their key with an item they were not paired with. */
export function pairByScore<Item extends string>(pool: Pool<Item>, kind: ItemKind): readonly Doubt<Item>[] {
  if (kind !== 'note') {
    // A look-up sees the first free namesakes only; when those have gone there may be more behind them.
    for (let round = 0; round < mostRounds && pairByMarks(pool) > 0; round += 1);
    if (kind === 'contact') pairLoneNames(pool);
    else pairByKey(pool);
  }
  return doubts(pool);
}

/** Returns how many it paired. */
function pairByMarks<Item extends string>(pool: Pool<Item>): number {
  const byMark = index(
    pool
      .free()
      .flatMap((slot) => slot.traits.marks.map((mark) => ({ name: markName(slot.traits, mark), slot }))),
    (entry) => entry.name,
  );
  const scored: Scored<Item>[] = [];
  pool.waiting().forEach((entry, order) => {
    if (entry.traits.key === '') return;
    const near = new Map<Slot<Item>, number>();
    for (const mark of entry.traits.marks) {
      for (const { slot } of (byMark.get(markName(entry.traits, mark)) ?? []).slice(0, mostNamesakes)) {
        if (mayBe(entry.traits, slot)) near.set(slot, (near.get(slot) ?? 0) + 1);
      }
    }
    for (const [slot, score] of near) scored.push({ entry, order, slot, score });
  });
  scored.sort((a, b) => b.score - a.score || a.order - b.order || a.slot.order - b.slot.order);
  const done = new Set<ReceivedItem>();
  for (const { entry, slot } of scored) {
    if (slot.taken || done.has(entry)) continue;
    done.add(entry);
    pool.pair(entry, slot, 'scored');
  }
  return done.size;
}

function pairLoneNames<Item extends string>(pool: Pool<Item>): void {
  const received = index(pool.waiting(), (entry) => entry.traits.key || null);
  for (const [key, [entry, ...others]] of received) {
    if (entry === undefined || others.length > 0) continue;
    const free = pool.byKey(key).filter((slot) => !slot.taken);
    const [slot] = free;
    if (slot === undefined || free.length > 1 || !mayBe(entry.traits, slot)) continue;
    if (entry.traits.marks.length === 0 || slot.traits.marks.length === 0) pool.pair(entry, slot, 'scored');
  }
}

function pairByKey<Item extends string>(pool: Pool<Item>): void {
  const lists = new Map<string, Slot<Item>[]>();
  for (const entry of pool.waiting()) {
    const { key } = entry.traits;
    if (key === '') continue;
    // Read from the end: the list is turned round once, then only shortened.
    let list = lists.get(key);
    if (list === undefined) {
      list = [...pool.byKey(key)].toSorted(mastersFirst).toReversed();
      lists.set(key, list);
    }
    while (list.at(-1)?.taken === true) list.pop();
    const slot = list.slice(-mostNamesakes).findLast((place) => !place.taken && mayBe(entry.traits, place));
    if (slot !== undefined) pool.pair(entry, slot, 'scored');
  }
}

function doubts<Item extends string>(pool: Pool<Item>): readonly Doubt<Item>[] {
  return pool.waiting().flatMap((entry) => {
    const list = entry.traits.key === '' ? [] : pool.byKey(entry.traits.key);
    const slot = list.slice(0, mostNamesakes).find((place) => !place.taken) ?? list[0];
    return slot === undefined ? [] : [{ luid: entry.luid, slot }];
  });
}

/** An occurrence is never the series; a plain event may be one, as vCalendar 1.0 has no RECURRENCE-ID. */
function mayBe<Item extends string>(received: Traits, slot: Slot<Item>): boolean {
  return received.recurrenceId === '' || received.recurrenceId === slot.recurrenceId;
}

function mastersFirst<Item extends string>(a: Slot<Item>, b: Slot<Item>): number {
  return Number(a.recurrenceId !== '') - Number(b.recurrenceId !== '') || a.order - b.order;
}

function markName(traits: Traits, mark: string): string {
  return `${traits.key}\n${mark}`;
}

const mostNamesakes = 50;
const mostRounds = 20;
