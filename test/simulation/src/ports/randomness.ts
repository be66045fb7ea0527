import type { Clock, Randomness } from '@anchorage/model';
import type { Chance } from '../chance.ts';

/** Ids in the shape of UUIDv7 that grow through the whole run, whichever process makes them. */
export function seededRandomness(chance: Chance, clock: Clock): Randomness {
  let counter = 0;
  return {
    bytes: (length) => chance.bytes(length),
    id() {
      counter += 1;
      const stamp = clock.now().toString(16).padStart(12, '0');
      const count = counter.toString(16).padStart(8, '0');
      const tail = Buffer.from(chance.bytes(4)).toString('hex');
      // Ordered by the counter alone: the clock only makes them look their age.
      return `${stamp.slice(0, 4)}${count.slice(0, 4)}-${count.slice(4)}-7000-8000-${stamp.slice(4)}${tail.slice(0, 4)}`;
    },
  };
}
