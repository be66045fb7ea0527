/**
 * When a change would take too much away at once, it waits. Pure arithmetic: who is asked and how long is decided
 * elsewhere.
 */

/**
 * Would deleting `deletes` of the `had` items of a side be more than a person is likely to mean? More than 10 and 20 %;
 * or, from three on, all there is: `left` items are on that side afterwards.
 */
export function isMassDelete(deletes: number, had: number, left: number): boolean {
  if (left === 0 && deletes >= leastEmptied) return true;
  return deletes > Math.max(leastMassDelete, had * massShare);
}

/** Whatever a side holds: are so many deletions worth a look at it? */
export function mayBeMassDelete(deletes: number): boolean {
  return deletes >= leastEmptied;
}

/**
 * Is a complete listing of a collection to be doubted: empty although more than five members were known, or without
 * more than 10 and 30 % of them? Servers answer so when a database is being restored or a share is half mounted.
 */
export function isDoubtfulListing(members: number, known: number, missing: number): boolean {
  if (members === 0) return known > mostForgottenSilently;
  return missing > Math.max(leastMassDelete, known * missingShare);
}

const leastMassDelete = 10;
/** One or two, and then none, is an everyday thing. */
const leastEmptied = 3;
const massShare = 0.2;
const missingShare = 0.3;
const mostForgottenSilently = 5;
