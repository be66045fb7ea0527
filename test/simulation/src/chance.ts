/** Everything a run leaves to chance comes out of its seed: one generator, asked in an order that the run itself decides. */
export interface Chance {
  /** Evenly from 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** From `low` to `high`, both possible. */
  between(low: number, high: number): number;
  hits(probability: number): boolean;
  pick<Value>(from: readonly Value[]): Value;
  bytes(length: number): Uint8Array;
}

/** Chris Doty-Humphrey's small fast counter generator with 32-bit words (PractRand, sfc32). */
export function createChance(seed: number): Chance {
  let a = seed | 0;
  let b = (seed / 4_294_967_296) | 0;
  let c = 0x9e37_79b9;
  let counter = 1;
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 15; warm += 1) word();
  const chance: Chance = {
    next: () => word() / 4_294_967_296,
    below: (bound) => Math.floor(chance.next() * bound),
    between: (low, high) => low + chance.below(high - low + 1),
    hits: (probability) => probability > 0 && chance.next() < probability,
    pick: (from) => {
      if (from.length === 0) throw new RangeError('nothing to pick from');
      return from[chance.below(from.length)] as (typeof from)[number];
    },
    bytes: (length) => Uint8Array.from({ length }, () => word() & 0xff),
  };
  return chance;
}
