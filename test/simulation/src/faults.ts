/** What may go wrong, how often in this run, and how often it did. */
import type { Chance } from './chance.ts';

/** Most faults that one run sees of a kind hit with this probability at every place where they could. */
export const faultKinds = {
  'message-lost': 0.06,
  'message-repeated': 0.06,
  'reply-lost': 0.06,
  'phone-vanishes': 0.03,
  'front-crashes': 0.002,
  'front-hangs': 0.001,
  'connector-crashes': 0.0015,
  'connector-hangs': 0.0008,
  'database-refuses': 0.002,
  'commit-unheard': 0.003,
  'job-lost': 0.08,
  'job-twice': 0.08,
  'queue-flushed': 0.02,
  'queue-away': 0.03,
  'hint-lost': 0.3,
  'dav-reset-before': 0.04,
  'dav-reset-after': 0.05,
  'dav-hangs': 0.01,
  'dav-401': 0.008,
  'dav-403': 0.01,
  'dav-404': 0.012,
  'dav-409': 0.03,
  'dav-412': 0.04,
  'dav-413': 0.01,
  'dav-415': 0.01,
  'dav-423': 0.03,
  'dav-429': 0.03,
  'dav-500': 0.03,
  'dav-503': 0.03,
  'dav-507': 0.02,
  'dav-cut-body': 0.03,
  'dav-cut-listing': 0.03,
  'dav-empty-207': 0.03,
  'dav-empty-listing': 0.06,
  'dav-omits-member': 0.05,
  'dav-names-twice': 0.05,
  'dav-no-etag': 0.06,
  'dav-rewrites': 0.08,
  'dav-renames': 0.05,
  'dav-bad-token': 0.05,
} as const satisfies Readonly<Record<string, number>>;
export type FaultKind = keyof typeof faultKinds;

export interface Faults {
  /** Does this happen here and now? Counted when it does. */
  hits(kind: FaultKind): boolean;
  /** Which of these happens here and now, if any. */
  oneOf<Kind extends FaultKind>(kinds: readonly Kind[]): Kind | null;
  /** From now on nothing goes wrong. */
  end(): void;
  readonly counts: ReadonlyMap<FaultKind, number>;
}

/** Each run has its own weather: some kinds do not occur at all, some more often than usual. */
export function createFaults(chance: Chance): Faults {
  const counts = new Map<FaultKind, number>();
  const rough = chance.pick([0, 0.3, 1, 1, 2]);
  const rates = new Map<FaultKind, number>();
  for (const [kind, usual] of Object.entries(faultKinds) as [FaultKind, number][]) {
    rates.set(kind, chance.hits(0.5) ? 0 : usual * rough * chance.pick([0.5, 1, 2]));
  }
  let over = false;
  const faults: Faults = {
    hits(kind) {
      if (over || !chance.hits(rates.get(kind) ?? 0)) return false;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return true;
    },
    oneOf: (kinds) => kinds.find((kind) => faults.hits(kind)) ?? null,
    end: () => void (over = true),
    counts,
  };
  return faults;
}
