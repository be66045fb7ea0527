/** Mutations that know nothing of what the octets mean. */
import { below, pick } from '../target.ts';
import type { Random } from '../target.ts';

/** `words`: short runs of octets that mean something to the reader. */
export function mutateBytes(
  random: Random,
  input: Uint8Array,
  other: Uint8Array,
  words: readonly Uint8Array[] = [],
): Uint8Array {
  const at = below(random, input.length + 1);
  const length = 1 + below(random, pick(random, [1, 4, 16, 200]));
  switch (below(random, 9)) {
    case 0: {
      const flipped = input.slice();
      const place = below(random, Math.max(1, input.length));
      flipped[place] = (flipped[place] ?? 0) ^ (1 << below(random, 8));
      return flipped;
    }
    case 1: {
      const changed = input.slice();
      const place = below(random, Math.max(1, input.length));
      changed[place] = pick(random, edges);
      return changed;
    }
    case 2:
      return splice(input, at, length, new Uint8Array());
    case 3:
      return splice(input, at, 0, input.subarray(at, at + length));
    case 4:
      return input.slice(0, at);
    case 5: {
      const from = below(random, other.length + 1);
      return splice(input, at, random() < 0.5 ? 0 : length, other.subarray(from, from + length));
    }
    case 6:
      return splice(
        input,
        at,
        0,
        Uint8Array.from({ length }, () => below(random, 256)),
      );
    case 7:
      return joined(input.subarray(0, at), other.subarray(below(random, other.length + 1)));
    default:
      return splice(input, at, random() < 0.5 ? 0 : 1, pick(random, words.length === 0 ? [input] : words));
  }
}

/** `input` with `count` octets from `at` replaced. */
export function splice(input: Uint8Array, at: number, count: number, by: Uint8Array): Uint8Array {
  return joined(input.subarray(0, at), by, input.subarray(at + count));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Lengths, signs and continuation bits are decided by these. */
const edges: readonly number[] = [0x00, 0x01, 0x03, 0x40, 0x7f, 0x80, 0x81, 0x83, 0xbf, 0xc3, 0xfe, 0xff];
