import type { Chance } from '../chance.ts';

/** Seven digits that no other item or value of the run bears, with hardly a doubt. */
export function newToken(chance: Chance): string {
  return String(1_000_000 + chance.below(9_000_000));
}
