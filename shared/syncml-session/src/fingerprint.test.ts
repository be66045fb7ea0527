import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

it('is short, the same for the same octets, and another for others', () => {
  const large = fingerprint(new Uint8Array(100_000).fill(7));
  expect(large.length).toBeLessThan(24);
  expect(fingerprint(new Uint8Array(100_000).fill(7))).toBe(large);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (octets, at, by) => {
        const other = Uint8Array.from(octets);
        other[at % other.length] = (other[at % other.length] ?? 0) ^ by;
        expect(fingerprint(other)).not.toBe(fingerprint(octets));
        expect(fingerprint(octets.subarray(1))).not.toBe(fingerprint(octets));
      },
    ),
  );
});
