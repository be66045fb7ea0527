/**
 * Who wrote what on which side since both sides last agreed, and what they may agree on next: what one side alone
 * changed holds, what both changed is one of the two, and only what somebody deleted may be gone.
 */
import type { Datastore, Entry } from './entries.ts';

export type Side = 'phone' | 'cloud';
export type Fields = Partial<Pick<Entry, 'one' | 'two'>>;

export interface Ledger {
  /** What somebody entered: everything of a new entry, only what was changed of a known one. */
  wrote(side: Side, datastore: Datastore, key: string, fields: Fields): void;
  deleted(side: Side, datastore: Datastore, key: string): void;
  /** The phone wrote over what its owner had entered, before it had sent it to anybody: it need not be anywhere. */
  overwritten(datastore: Datastore, key: string, value: string): void;
  /** Deletions since both sides last agreed: more than a handful are held for their owner's word. */
  deletions(side: Side, datastore: Datastore): number;
  /** A slow sync was begun: what is missing on one side may come back (Sync Protocol 1.1, 5.2). */
  slow(datastore: Datastore): void;
  /**
   * Both sides hold exactly this now. Returns what is wrong with it, nothing if nothing is; from here on it counts as
   * agreed.
   */
  agree(datastore: Datastore, entries: readonly Entry[]): readonly string[];
}

interface Page {
  agreed: Entry | null;
  readonly written: Record<Side, Fields[]>;
  readonly deletedBy: Set<Side>;
  readonly overwritten: Set<string>;
}

export function createLedger(): Ledger {
  const books: Record<Datastore, Map<string, Page>> = { card: new Map(), cal: new Map() };
  const slowed = new Set<Datastore>();

  const pageOf = (datastore: Datastore, key: string): Page => {
    const page = books[datastore].get(key) ?? {
      agreed: null,
      written: { phone: [], cloud: [] },
      deletedBy: new Set(),
      overwritten: new Set(),
    };
    books[datastore].set(key, page);
    return page;
  };

  return {
    wrote: (side, datastore, key, fields) => void pageOf(datastore, key).written[side].push(fields),
    deleted: (side, datastore, key) => void pageOf(datastore, key).deletedBy.add(side),
    overwritten: (datastore, key, value) => void pageOf(datastore, key).overwritten.add(value),
    deletions: (side, datastore) =>
      [...books[datastore].values()].filter(({ deletedBy }) => deletedBy.has(side)).length,
    slow: (datastore) => void slowed.add(datastore),
    agree(datastore, entries) {
      const problems: string[] = [];
      const found = Map.groupBy(entries, ({ key }) => key);
      for (const [key, page] of books[datastore]) {
        const there = found.get(key) ?? [];
        const fault = judge(page, there, slowed.has(datastore));
        if (fault !== null) problems.push(`${datastore} ${key}: ${fault}`);
        const [only] = there;
        if (only === undefined) books[datastore].delete(key);
        else books[datastore].set(key, agreedOn(only));
      }
      for (const key of found.keys())
        if (!books[datastore].has(key)) problems.push(`${datastore} ${key}: nobody wrote that`);
      slowed.delete(datastore);
      return problems;
    },
  };
}

function agreedOn(entry: Entry): Page {
  return {
    agreed: entry,
    written: { phone: [], cloud: [] },
    deletedBy: new Set(),
    overwritten: new Set(),
  };
}

function judge(page: Page, there: readonly Entry[], slow: boolean): string | null {
  const { written, deletedBy } = page;
  const [entry, ...more] = there;
  if (more.length > 0) return `there ${there.length} times`;
  if (entry === undefined) return deletedBy.size > 0 ? null : 'lost';
  // "Replace wins over Delete" (Sync Protocol 1.1, 2.4), and so may a write of the other side before it knew.
  const overruled = [...deletedBy].some((side) => written[side === 'phone' ? 'cloud' : 'phone'].length > 0);
  if (deletedBy.size > 0 && !overruled && !slow) return 'deleted, and there again';
  for (const field of ['one', 'two'] as const) {
    const may = allowed(field, page, deletedBy.size > 0 || (slow && isDisputed(written)));
    if (!may.has(entry[field])) return `${field} is ${entry[field]}, not ${[...may].join(' or ')}`;
  }
  return null;
}

/** After a slow sync nobody may know any more what the phone had been shown: then one version lives on whole. */
function isDisputed({ phone, cloud }: Page['written']): boolean {
  return phone.length > 0 && cloud.length > 0;
}

function allowed(
  field: 'one' | 'two',
  { agreed, written, overwritten }: Page,
  anyOf: boolean,
): ReadonlySet<string> {
  const by = (side: Side): readonly string[] => written[side].flatMap((fields) => fields[field] ?? []);
  const before = agreed === null ? [] : [agreed[field]];
  if (anyOf) return new Set([...before, ...by('phone'), ...by('cloud')]);
  const kept = by('phone').filter((value) => !overwritten.has(value));
  const last = [...kept.slice(-1), ...by('cloud').slice(-1)];
  return new Set([...(last.length > 0 ? last : before), ...by('phone').slice(-1)]);
}
