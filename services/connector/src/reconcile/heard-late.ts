/**
 * A phone may have carried out a Replace of whose Status nobody heard, because its session broke off. What it sends of the item
 * then is not what its owner made of the version it had before: compared with that, what the cloud had changed would pass
 * for the phone's own edit, win over what the cloud changed since, or bring back what was deleted.
 */
import type { Mapping, OutboxRow } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import type { Frame } from './frame.ts';

/**
 * The mapping with the view that the phone most likely had before its owner changed anything: of all that it may have been
 * left with the one that takes least to become `incoming`; where two take the same, the one that has more of it: nobody types
 * what the cloud happens to say. Else the older one.
 */
export async function heardLate(
  desk: Desk,
  frame: Frame,
  mapping: Mapping | null,
  incoming: string,
): Promise<Mapping | null> {
  if (mapping === null || !mapping.pending || mapping.luid === null || mapping.view === null) return mapping;
  const { accountId, datastore } = frame;
  let nearest: Candidate = { row: null, view: mapping.view, ...likeness(frame, mapping.view, incoming) };
  if (nearest.distance === 0) return mapping;
  const { itemId, recurrenceId } = mapping;
  const rows = await desk.tx.outbox.unheard(accountId, datastore.id, itemId, recurrenceId, mostReplaces);
  for (const row of rows.toReversed()) {
    if (row.data === null || row.luid !== mapping.luid) continue;
    const view = new TextDecoder().decode(row.data);
    const like = likeness(frame, view, incoming);
    if (isNearer(like, nearest)) nearest = { row, view, ...like };
  }
  if (nearest.row === null) return mapping;
  const had = { view: nearest.view, revision: nearest.row.revision };
  await desk.tx.mappings.update(accountId, mapping.id, had);
  return { ...mapping, ...had };
}

interface Likeness {
  /** How many lines are in one of two views only; none, where they say the same. */
  readonly distance: number;
  /** How many are in both. */
  readonly shared: number;
}

interface Candidate extends Likeness {
  readonly row: OutboxRow | null;
  readonly view: string;
}

function isNearer(one: Likeness, other: Likeness): boolean {
  return one.distance < other.distance || (one.distance === other.distance && one.shared > other.shared);
}

function likeness({ pim, capabilities }: Frame, view: string, incoming: string): Likeness {
  const same = digest(() => pim.sameOnPhone(view, incoming, capabilities));
  const [a, b] = [linesOf(view), linesOf(incoming)];
  const shared = [...a].filter((line) => b.has(line)).length;
  if (same.ok && same.value) return { distance: 0, shared };
  // The phone writes lines in its own way, but it does so whatever it was left with.
  return { distance: 1 + a.size + b.size - 2 * shared, shared };
}

function linesOf(view: string): ReadonlySet<string> {
  return new Set(view.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/));
}

/** So many sessions in a row may have broken off. */
const mostReplaces = 20;
