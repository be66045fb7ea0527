/**
 * When a change would take too much away at once, it waits. Pure arithmetic: who is asked and how long is decided
 * elsewhere.
 */

/** Would deleting `deletes` of `living` items be more than a person is likely to mean? More than 10 and 20 %. */
export function isMassDelete(deletes: number, living: number): boolean {
  return deletes > Math.max(leastMassDelete, living * massShare);
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
const massShare = 0.2;
const missingShare = 0.3;
const mostForgottenSilently = 5;
