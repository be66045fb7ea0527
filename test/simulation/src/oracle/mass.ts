/**
 * How much goes at once only with the owner's word (I5; ADR 0018), said once more in the oracle's own words: what the
 * product takes for too much is what is looked at here.
 */
export function isTooMuch(gone: number, had: number, left: number): boolean {
  return (left === 0 && gone >= 3) || (gone > 10 && gone * 5 > had);
}
