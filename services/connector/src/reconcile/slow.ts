/** Slow syncs: which of the items a phone sent are items we have, and what becomes of the mappings. */
import type { Candidate, KnownLuid, Pair, ReceivedItem } from '@anchorage/reconcile';
import type { ItemId, MappingId } from '@anchorage/model';
import type { Mapping } from '@anchorage/store';
import { digest } from '../digest.ts';
import { isHeld } from './frame.ts';
import type { Frame } from './frame.ts';
import { inherited } from './inherited.ts';
import { readSent } from './situation.ts';

export interface SlowPlan {
  /** By LUID; a LUID without an entry is new. */
  readonly pairs: ReadonlyMap<string, Pair<ItemId>>;
  /** All LUIDs of this session and of those it resumes, settled before or still to be. */
  readonly received: ReadonlySet<string>;
  /** What was not received is not missing: see `inherited`. */
  readonly settled: boolean;
  /** By LUID, those that share their key with an item they were not paired with. */
  readonly doubtful: ReadonlyMap<string, KnownLuid<ItemId>>;
}

export async function planSlow(frame: Frame): Promise<SlowPlan> {
  const { tools, accountId, session, datastore } = frame;
  const received = await receivedTraits(frame);
  const pending = new Set(received.map(({ luid }) => luid));
  const before = await inherited(frame);
  const own = await tools.store.inbox.luids(accountId, session.id, datastore.id);
  const all = new Set([...own, ...before.luids]);
  const mappings = await allMappings(frame);
  // What an earlier attempt of this very job has settled keeps its item.
  const taken = new Set(
    mappings
      .filter(({ luid }) => luid !== null && (before.settled || all.has(luid)) && !pending.has(luid))
      .map(placeOf),
  );
  const candidates = (await candidatesOf(frame)).filter((candidate) => !taken.has(placeOf(candidate)));
  const known = mappings.flatMap(({ luid, itemId, recurrenceId }): KnownLuid<ItemId>[] =>
    luid === null ? [] : [{ luid, itemId, recurrenceId }],
  );
  const { pairs, doubtful } = tools.match(frame.kind, received, candidates, known);
  return {
    pairs: new Map(pairs.map((pair) => [pair.luid, pair])),
    received: all,
    settled: before.settled,
    doubtful: new Map(doubtful.map((pair) => [pair.luid, pair])),
  };
}

export async function allMappings({ tools, accountId, datastore }: Frame): Promise<readonly Mapping[]> {
  const mappings: Mapping[] = [];
  for (let after: MappingId | null = null; ;) {
    const page: readonly Mapping[] = await tools.store.mappings.page(
      accountId,
      datastore.id,
      after,
      pageSize,
    );
    mappings.push(...page);
    after = page.at(-1)?.id ?? null;
    if (page.length < pageSize) return mappings;
    await tools.giveTurn();
  }
}

export function placeOf({ itemId, recurrenceId }: { itemId: string; recurrenceId: string }): string {
  return `${itemId}\n${recurrenceId}`;
}

async function receivedTraits(frame: Frame): Promise<readonly ReceivedItem[]> {
  const { tools, accountId, session, datastore, pim, capabilities } = frame;
  const received = new Map<string, ReceivedItem>();
  for (let after = 0; ;) {
    const { inbox } = tools.store;
    const rows = await inbox.pending(accountId, session.id, datastore.id, after, pageSize, pageOctets);
    if (rows.length === 0) return [...received.values()];
    for (const row of rows) {
      const sent = row.command === 'delete' ? null : readSent(frame, row);
      if (sent?.ok !== true) continue;
      const { view } = sent.value;
      const traits = digest(() => pim.traitsOfView(view, capabilities));
      // An item sent twice in one session counts as it was sent last.
      if (traits.ok) received.set(row.luid, { luid: row.luid, traits: traits.value });
    }
    after = rows.at(-1)?.seq ?? after;
    await tools.giveTurn();
  }
}

async function candidatesOf(frame: Frame): Promise<readonly Candidate<ItemId>[]> {
  const { tools, accountId, pim, capabilities } = frame;
  const candidates: Candidate<ItemId>[] = [];
  for (const { id } of frame.collections) {
    for (let after = 0; ;) {
      const items = await tools.store.items.changedSince(accountId, id, after, pageSize);
      for (const { id: itemId, body, deleted } of items) {
        if (deleted || !isHeld(frame, body)) continue;
        const ids = digest(() => pim.occurrences(body));
        for (const recurrenceId of ids.ok ? ids.value : []) {
          const traits = digest(() => pim.traitsOfBody(body, recurrenceId, capabilities));
          if (traits.ok) candidates.push({ itemId, recurrenceId, traits: traits.value });
        }
      }
      after = items.at(-1)?.revision ?? after;
      if (items.length < pageSize) break;
      // Reading thousands of items takes a while: let others have a turn.
      await tools.giveTurn();
    }
  }
  return candidates;
}

/** What is read, taken apart and compared at a stretch: some tens of milliseconds. */
const pageSize = 100;
const pageOctets = 4_194_304;
