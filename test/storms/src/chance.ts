/** What a story leaves to chance, all of it out of its seed. */
import { randomFrom } from '@anchorage/kit';

export interface Chance {
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  hits(probability: number): boolean;
  pick<Value>(from: readonly [Value, ...Value[]]): Value;
  /** Undefined when there is nothing to pick from. */
  any<Value>(from: readonly Value[]): Value | undefined;
}

/** `stream`: things that are chosen apart, so that one more choice here does not change all that follow there. */
export function createChance(seed: number, stream: number): Chance {
  const next = randomFrom(seed, stream);
  for (let warm = 0; warm < 4; warm += 1) next();
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    hits: (probability) => next() < probability,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    any: (from) => from[between(0, from.length - 1)],
  };
}
