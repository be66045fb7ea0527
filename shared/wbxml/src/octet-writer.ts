/** A growing run of octets. */
export interface OctetWriter {
  octet(value: number): void;
  /** `mb_u_int32`, in as few octets as it takes. */
  number(value: number): void;
  octets(value: Uint8Array): void;
  length(): number;
  /** What has been written so far, as a copy. */
  take(): Uint8Array;
}

export function octetWriter(): OctetWriter {
  let buffer = new Uint8Array(512);
  let length = 0;

  function reserve(extra: number): void {
    if (length + extra <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + extra));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }

  function octet(value: number): void {
    reserve(1);
    buffer[length++] = value;
  }

  function number(value: number): void {
    let digits = 1;
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits++;
    for (let digit = digits - 1; digit >= 0; digit--) {
      const bits = Math.floor(value / 128 ** digit) % 128;
      octet(digit > 0 ? bits | 0x80 : bits);
    }
  }

  function octets(value: Uint8Array): void {
    reserve(value.length);
    buffer.set(value, length);
    length += value.length;
  }

  return { octet, number, octets, length: () => length, take: () => buffer.slice(0, length) };
}
