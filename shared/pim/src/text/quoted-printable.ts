/** Quoted-printable of property values (RFC 2045 6.7, vCard 2.1 2.1.3), on binary strings. */

/** Decodes a value whose soft breaks have been joined. A stray `=` stays. */
export function decodeQuotedPrintable(binary: string): string {
  if (!binary.includes('=')) return binary;
  return (
    binary
      // The Nokia N9 writes line ends as `==0A=0D=`.
      .replaceAll('==0A=0D', '=0D=0A')
      .replace(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  );
}

/**
 * Encodes octets, one character each, into physical lines (without line ends) of at most 76 characters including the
 * soft break `=`. `used` is how many characters the first line already holds. A CR LF gets a break behind it;
 * a UTF-8 sequence is never parted.
 */
export function encodeQuotedPrintable(binary: string, used: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let room = lineLength - used;
  const breakLine = (): void => {
    lines.push(`${line}=`);
    line = '';
    room = lineLength;
  };
  for (let at = 0; at < binary.length;) {
    let width = sequenceLength(binary, at);
    if (binary[at] === '\r' && binary[at + 1] === '\n') width = 2;
    const edge: Edge =
      line === '' && lines.length > 0 ? 'line' : at === 0 || at + width >= binary.length ? 'value' : 'none';
    let piece = '';
    for (let index = at; index < at + width; index += 1) {
      piece += encodeOctet(binary.charCodeAt(index), edge);
    }
    if (piece.length > room && (line !== '' || lines.length === 0)) {
      breakLine();
      continue;
    }
    line += piece;
    room -= piece.length;
    at += width;
    if (piece === '=0D=0A' && at < binary.length) breakLine();
  }
  lines.push(line);
  return lines;
}

/**
 * A blank at the edge of a line is lost on the way, and a line that starts like BEGIN or END is taken for one by
 * readers that do not follow soft breaks: both are encoded there.
 */
function encodeOctet(octet: number, edge: Edge): string {
  const plain = octet >= 0x20 && octet <= 0x7e && octet !== 0x3d;
  const exposed =
    (edge !== 'none' && octet === 0x20) || (edge === 'line' && 'BEbe'.includes(String.fromCharCode(octet)));
  if (plain && !exposed) return String.fromCharCode(octet);
  return `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

type Edge = 'none' | 'value' | 'line';

/** Octets of the UTF-8 sequence that starts here; 1 when it is none. */
function sequenceLength(binary: string, at: number): number {
  const first = binary.charCodeAt(at);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  for (let index = at + 1; index < at + length; index += 1) {
    const octet = binary.charCodeAt(index);
    if (!(octet >= 0x80 && octet <= 0xbf)) return 1;
  }
  return length;
}

const lineLength = 75;
