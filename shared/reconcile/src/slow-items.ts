/** What goes into slow-sync matching and what comes out. */
import type { Traits } from './traits.ts';

export interface ReceivedItem {
  readonly luid: string;
  readonly traits: Traits;
}

export interface Candidate<Item extends string = string> {
  readonly itemId: Item;
  readonly recurrenceId: string;
  readonly traits: Traits;
}

export interface KnownLuid<Item extends string = string> {
  readonly luid: string;
  readonly itemId: Item;
  readonly recurrenceId: string;
}

export interface Pair<Item extends string = string> {
  readonly luid: string;
  readonly itemId: Item;
  readonly recurrenceId: string;
  readonly how: 'luid' | 'uid' | 'exact' | 'scored';
}

export interface SlowMatch<Item extends string = string> {
  readonly pairs: readonly Pair<Item>[];
  /** In the order received. */
  readonly unmatched: readonly string[];
  /** Of the unmatched: which item bears the same key, yet is not known to be the same. */
  readonly doubtful: readonly KnownLuid<Item>[];
}
