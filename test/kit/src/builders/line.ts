/** Line writing of both dialects: folding and escaping (RFC 2425, 5.8) and quoted-printable (RFC 2045, 6.7). */
export function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Folds at 75 octets without cutting a character, ends every line with CRLF. */
export function foldLines(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function fold(line: string): string {
  let out = '';
  let width = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (width + size > 75) {
      out += '\r\n ';
      width = 1;
    }
    out += character;
    width += size;
  }
  return out;
}

/** Line breaks become `=0D=0A`; soft breaks keep lines below 76 characters. */
export function quotedPrintable(text: string): string {
  let out = '';
  let width = 0;
  for (const octet of Buffer.from(text.replaceAll('\n', '\r\n'))) {
    const plain = octet >= 0x20 && octet <= 0x7e && octet !== 0x3d;
    const piece = plain
      ? String.fromCharCode(octet)
      : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
    if (width + piece.length > 70) {
      out += '=\r\n';
      width = 0;
    }
    out += piece;
    width += piece.length;
  }
  return out;
}
