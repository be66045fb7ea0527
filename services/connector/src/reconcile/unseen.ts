/** Items that a phone did not send in a slow sync for the sake of a filter: not missing. */
import type { Mapping, Tables } from '@anchorage/store';
import { filterSide } from './filter-side.ts';
import type { Frame } from './frame.ts';
import { nowhere } from './remove.ts';

/**
 * Those that are missing. Of the others, what the phone does not ask for now keeps its LUID, known by the phone or not:
 * some phones send nothing of it. What had been taken off it for an earlier filter is gone as it was meant to be, and comes
 * again. May be repeated. `check`: throws, in each transaction, when that is no longer true.
 */
export async function withoutFiltered(
  frame: Frame,
  unseen: readonly Mapping[],
  check: (tx: Tables) => Promise<unknown>,
): Promise<readonly Mapping[]> {
  const { tools, accountId } = frame;
  const missing: Mapping[] = [];
  for (let from = 0; from < unseen.length; from += pageSize) {
    const page = unseen.slice(from, from + pageSize);
    const outside = await outsideAmong(frame, page);
    const inside = page.filter((mapping) => !outside.has(mapping));
    const apart = new Map<Mapping, Change>();
    for (const mapping of outside) apart.set(mapping, { withdrawn: true, pending: true });
    for (const mapping of inside) if (mapping.withdrawn) apart.set(mapping, nowhere);
    missing.push(...inside.filter((mapping) => !apart.has(mapping)));
    if (apart.size === 0) continue;
    await tools.store.transaction(async (tx) => {
      await check(tx);
      for (const [{ id }, change] of apart) await tx.mappings.update(accountId, id, change);
    });
    await tools.giveTurn();
  }
  return missing;
}

async function outsideAmong(frame: Frame, mappings: readonly Mapping[]): Promise<ReadonlySet<Mapping>> {
  const { tools, accountId, part } = frame;
  if (part.filter === null) return new Set();
  const items = await tools.store.items.many(accountId, [...new Set(mappings.map(({ itemId }) => itemId))]);
  const living = new Map(items.filter(({ deleted }) => !deleted).map(({ id, body }) => [id, body]));
  const isOutside = ({ itemId, recurrenceId, luid }: Mapping): boolean => {
    const body = living.get(itemId);
    return body !== undefined && filterSide(frame, body, recurrenceId, luid) !== 'inside';
  };
  return new Set(mappings.filter(isOutside));
}

type Change = Parameters<Tables['mappings']['update']>[2];

/** What is read and compared at a stretch. */
const pageSize = 100;
