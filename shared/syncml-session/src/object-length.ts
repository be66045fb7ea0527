/** How long an object is, counted piece by piece in the ways that phones count for `Size`. */

export interface ObjectLength {
  readonly octets: number;
  /** CRLF pairs. */
  readonly pairs: number;
  /** LF without a CR before it. */
  readonly feeds: number;
  /** UTF-16 code units of the text. */
  readonly units: number;
  /** The last octet was a CR: the LF of its pair may begin the next piece. */
  readonly afterReturn: boolean;
}

export const noLength: ObjectLength = { octets: 0, pairs: 0, feeds: 0, units: 0, afterReturn: false };

/** The length with `piece` behind what was counted. A piece may end anywhere, also inside a character or a CRLF. */
export function lengthWith(before: ObjectLength, piece: Uint8Array): ObjectLength {
  let { pairs, feeds, units, afterReturn } = before;
  for (const octet of piece) {
    if (octet === lineFeed && afterReturn) pairs += 1;
    else if (octet === lineFeed) feeds += 1;
    // Every octet but the inner ones of a character begins one; those beyond the BMP take two units.
    if ((octet & 0xc0) !== 0x80) units += octet >= 0xf0 ? 2 : 1;
    afterReturn = octet === carriageReturn;
  }
  return { octets: before.octets + piece.length, pairs, feeds, units, afterReturn };
}

/**
 * All that phones may say it is: XML parsers fold CRLF to LF and phones count before or after that; some count
 * characters.
 */
export function lengthsOf({ octets, pairs, feeds, units }: ObjectLength): readonly number[] {
  return [octets, octets - pairs, octets + feeds, units];
}

/** Does the length agree with the Size? Nokia Series 40 counts one octet more than there is. */
export function isSize(length: ObjectLength, size: number): boolean {
  return lengthsOf(length).some((one) => size === one || size === one + 1);
}

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
