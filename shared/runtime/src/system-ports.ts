import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock, Randomness } from '@anchorage/model';

export const systemClock: Clock = { now: () => Date.now() };

const octetsPerId = 10;

/** Randomness of the operating system; ids are UUIDv7 (RFC 9562, 5.7) that grow within the process (6.2, method 1). */
export const systemRandom: Randomness = createRandom(() => Date.now());

export function createRandom(now: () => number): Randomness {
  const pool = Buffer.alloc(octetsPerId * 256);
  let used = pool.byteLength;
  let time = 0;
  let counter = 0;
  const take = (): Buffer => {
    if (used === pool.byteLength) {
      randomFillSync(pool);
      used = 0;
    }
    used += octetsPerId;
    return pool.subarray(used - octetsPerId, used);
  };
  return {
    bytes: (length) => new Uint8Array(randomBytes(length)),
    id: () => {
      const random = take();
      const current = now();
      if (current > time) {
        time = current;
        // The upper half stays free, so that one millisecond has room for 2048 ids at least.
        counter = random.readUInt16BE(8) & 0x07_ff;
      } else if (counter === 0x0f_ff) {
        // Room used up, or the clock went back: go on in the next millisecond.
        time += 1;
        counter = random.readUInt16BE(8) & 0x07_ff;
      } else counter += 1;
      const stamp = time.toString(16).padStart(12, '0');
      const rest = random.toString('hex', 0, 8);
      const variant = (8 + (random.readUInt8(0) & 0x03)).toString(16);
      const version = `7${counter.toString(16).padStart(3, '0')}`;
      return `${stamp.slice(0, 8)}-${stamp.slice(8)}-${version}-${variant}${rest.slice(1, 4)}-${rest.slice(4)}`;
    },
  };
}
