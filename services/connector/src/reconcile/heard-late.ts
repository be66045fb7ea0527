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
 * left with the one that takes least to become `incoming`, and where two take the same the older one.
 */
export async function heardLate(
  desk: Desk,
  { accountId, datastore, pim }: Frame,
  mapping: Mapping | null,
  incoming: string,
): Promise<Mapping | null> {
  if (mapping === null || !mapping.pending || mapping.luid === null || mapping.view === null) return mapping;
  const { itemId, recurrenceId } = mapping;
  const lines = digest(() => linesOf(pim.normalise(incoming)));
  if (!lines.ok) return mapping;
  const distance = (view: string): number => {
    const from = digest(() => linesOf(pim.normalise(view)));
    return from.ok ? difference(from.value, lines.value) : Infinity;
  };
  let nearest: { readonly row: OutboxRow | null; readonly view: string; readonly distance: number } = {
    row: null,
    view: mapping.view,
    distance: distance(mapping.view),
  };
  if (nearest.distance === 0) return mapping;
  const rows = await desk.tx.outbox.unheard(accountId, datastore.id, itemId, recurrenceId, mostReplaces);
  for (const row of rows.toReversed()) {
    if (row.data === null || row.luid !== mapping.luid) continue;
    const view = new TextDecoder().decode(row.data);
    const apart = distance(view);
    if (apart < nearest.distance) nearest = { row, view, distance: apart };
  }
  if (nearest.row === null) return mapping;
  const had = { view: nearest.view, revision: nearest.row.revision };
  await desk.tx.mappings.update(accountId, mapping.id, had);
  return { ...mapping, ...had };
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\r?\n/));
}

/** Lines that are in one of them only. */
function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((line) => b.has(line)).length;
  return a.size + b.size - 2 * shared;
}

/** So many sessions in a row may have broken off. */
const mostReplaces = 20;
