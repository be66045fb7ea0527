/** What is fuzzed: a part of the product that must digest any input, and the inputs it is fed from. */
export type Random = () => number;

export interface Target {
  readonly name: string;
  /** Files of the product in which code that was not reached before makes an input worth keeping. */
  readonly code: RegExp;
  /** Good inputs to begin with. */
  readonly corpus: readonly Uint8Array[];
  /** Another input made of `input`; `other` is one to borrow from. */
  mutate(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array;
  /**
   * Feeds one input. `refused`: with an error that is foreseen. Throws for everything that must never be: another error,
   * a reply that breaks a rule, octets that do not come back the same.
   */
  run(input: Uint8Array): 'taken' | 'refused';
  /** Many inputs made of this one will come: what can be remembered of it need not be done again for each. */
  keep?(input: Uint8Array): void;
  /** Inputs between two looks at the counters, where one input takes about as long as a look; else a few hundred. */
  readonly batch?: number;
}

/** Never more than this: the limits of the codec are tested elsewhere, here they would only cost time. */
export const largestInput = 48 * 1024;

export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

export function below(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

/** Feeds one input, whatever comes of it. */
export function attempt(
  target: Target,
  input: Uint8Array,
): 'taken' | 'refused' | { readonly problem: string } {
  try {
    return target.run(input);
  } catch (error) {
    return { problem: error instanceof Error ? `${error.name}: ${error.message}` : 'not even an Error' };
  }
}
