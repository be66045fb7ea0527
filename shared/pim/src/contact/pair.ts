/** Which value became which (merge rule M6). */
export interface Pairing<Left, Right> {
  readonly pairs: readonly (readonly [Left, Right])[];
  readonly onlyLeft: readonly Left[];
  readonly onlyRight: readonly Right[];
}

/**
 * Pairs values in passes: each pass gives a text for a value, and values with equal texts go together in order.
 * A pass that answers undefined leaves the value for later ones. Linear in the number of values.
 */
export function pairUp<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  passes: readonly Pass<Left, Right>[],
): Pairing<Left, Right> {
  const pairs: (readonly [Left, Right])[] = [];
  let lefts = left;
  let rights = right;
  for (const pass of passes) {
    const waiting = new Map<string, Left[]>();
    for (const one of lefts) {
      const text = pass.left(one);
      if (text === undefined) continue;
      const queue = waiting.get(text);
      if (queue === undefined) waiting.set(text, [one]);
      else queue.push(one);
    }
    for (const queue of waiting.values()) queue.reverse();
    const taken = new Set<Left>();
    const matched = new Set<Right>();
    for (const other of rights) {
      const text = pass.right(other);
      const one = text === undefined ? undefined : waiting.get(text)?.pop();
      if (one === undefined) continue;
      pairs.push([one, other]);
      taken.add(one);
      matched.add(other);
    }
    lefts = lefts.filter((one) => !taken.has(one));
    rights = rights.filter((other) => !matched.has(other));
  }
  return { pairs, onlyLeft: lefts, onlyRight: rights };
}

export interface Pass<Left, Right> {
  readonly left: (one: Left) => string | undefined;
  readonly right: (other: Right) => string | undefined;
}

export function samePass<Value>(text: (value: Value) => string | undefined): Pass<Value, Value> {
  return { left: text, right: text };
}
