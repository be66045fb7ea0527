/** A cursor over the octets of a document that never reads past their end. */
import { WbxmlError } from './error.ts';

export interface OctetReader {
  /** Offset of the next octet. */
  offset(): number;
  atEnd(): boolean;
  /** The next octet without taking it, undefined at the end. */
  peek(): number | undefined;
  octet(): number;
  /** `mb_u_int32`: base 128, big-endian, at most five octets and 2^32 - 1 (WBXML 1.3, 5.1). */
  number(): number;
  /** A view of the next `length` octets; nothing is allocated for a length the input does not have. */
  octets(length: number): Uint8Array;
  /** A view up to the next zero octet, which is taken too. */
  untilZero(): Uint8Array;
}

export function octetReader(input: Uint8Array): OctetReader {
  let at = 0;

  function octet(): number {
    const value = input[at];
    if (value === undefined) throw truncated();
    at++;
    return value;
  }

  function number(): number {
    let value = 0;
    for (let length = 1; length <= 5; length++) {
      const next = octet();
      value = value * 128 + (next & 0x7f);
      if (value > 0xffffffff) break;
      if ((next & 0x80) === 0) return value;
    }
    throw new WbxmlError('bad-number', `multi-byte integer before offset ${at} is too long or too large`);
  }

  function octets(length: number): Uint8Array {
    if (length > input.length - at) throw truncated();
    at += length;
    return input.subarray(at - length, at);
  }

  function untilZero(): Uint8Array {
    const end = input.indexOf(0, at);
    if (end < 0) throw truncated();
    const value = input.subarray(at, end);
    at = end + 1;
    return value;
  }

  function truncated(): WbxmlError {
    return new WbxmlError('truncated', `input ends at offset ${input.length} inside the document`);
  }

  return {
    offset: () => at,
    atEnd: () => at >= input.length,
    peek: () => input[at],
    octet,
    number,
    octets,
    untilZero,
  };
}
