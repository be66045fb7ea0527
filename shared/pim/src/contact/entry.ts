/** What every property of a contact offers, so that fitting and merging need not know which one it is. */
import type { PropertyCapability } from '@anchorage/model';
import type { ContentLine } from '../text/content-line.ts';
import type { Card } from './card.ts';
import type { CardVersion } from './card-version.ts';

/** One value of a property, free of any version's escapes. */
export interface Entry {
  /** Components of a structured value; one text otherwise. */
  readonly values: readonly string[];
  /** Upper case, without PREF. */
  readonly types: readonly string[];
  readonly pref: boolean;
  /** Where it was read; absent when made up. */
  readonly line?: ContentLine;
}

/** Where a line is written to. */
export interface Target {
  /** A view for a phone, or else a body. */
  readonly forPhone: boolean;
  readonly version: CardVersion;
  /** Name to write: differs from the property's own on phones with an alias. */
  readonly name: string;
  /** The phone's TYPE values; absent for a body and for phones that name none. */
  readonly types?: readonly string[];
}

/** What a phone can hold of one property. */
export interface Limits {
  readonly capability: PropertyCapability;
  readonly charset: string;
  readonly maxPhoto: number;
}

export interface Property {
  /** Name in a body, and in conflict reports. */
  readonly name: string;
  /** Names that phones use for it, best first; the first is written when the phone does not tell. */
  readonly phoneNames: readonly string[];
  readonly multiple: boolean;
  /** Versions in which it is sent to a phone that does not tell what it knows. */
  readonly sentUnasked: readonly CardVersion[];
  /** All values that are not empty, in order. `side` tells which names count. */
  read(card: Card, side: 'phone' | 'body'): readonly Entry[];
  /** The value as the phone can hold it; undefined when it has to be withheld. */
  fit(entry: Entry, limits: Limits): Entry | undefined;
  /** Text of each component to compare by: equal texts mean equal values. */
  keys(entry: Entry): readonly string[];
  /** A line for the value; `old` is the line of the body it replaces, whose group and parameters stay. */
  write(entry: Entry, target: Target, old?: ContentLine): ContentLine;
  /** True when this card's silence about the property says nothing (the phone may not know it, or wrote nonsense). */
  silent?(card: Card): boolean;
  /** All values share one line (CATEGORIES). */
  writeAll?(entries: readonly Entry[], target: Target, old?: ContentLine): ContentLine;
  /** What stays in a body when the value is removed (N must be there). */
  removed?(target: Target): ContentLine;
  /** A change replaces all components at once (a picture and its format). */
  readonly indivisible?: boolean;
  /** The same value split differently (a phone with one name field)? */
  resplit?(shown: Entry, full: Entry): boolean;
  /** Writes into several lines of a body at once; undefined removes. */
  store?(lines: readonly ContentLine[], entry: Entry | undefined): readonly ContentLine[];
  /** Two differing texts as one, where both should be kept (NOTE). */
  combine?(ours: string, theirs: string): string;
}

/** `property.keys`, computed once for an entry. */
export function keysOf(property: Property, entry: Entry): readonly string[] {
  const known = keyCache.get(entry);
  if (known !== undefined) return known;
  const keys = property.keys(entry);
  keyCache.set(entry, keys);
  return keys;
}

const keyCache = new WeakMap<Entry, readonly string[]>();
