/** Octets to text, without a silent U+FFFD: what is replaced here would be written back to the cloud one day. */
import { malformed } from './xml.ts';

/** A vCard or iCalendar body. Not UTF-8: the declared charset, else Windows-1252, which reads every octet. */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string {
  return (
    tryDecode(bytes, 'utf-8') ??
    tryDecode(bytes, charsetOf(contentType) ?? '') ??
    tryDecode(bytes, 'windows-1252') ??
    ''
  );
}

/** An XML body: UTF-8, else what its declaration says (XML 1.0, 4.3.3). */
export function decodeXml(bytes: Uint8Array, contentType: string | undefined, method: string): string {
  const text =
    tryDecode(bytes, 'utf-8') ?? tryDecode(bytes, charsetOf(contentType) ?? declaredEncoding(bytes) ?? '');
  if (text === null) throw malformed(method, 'is not in a readable character encoding');
  return text;
}

/** Line ends as vCard and iCalendar want them (RFC 6350, 3.2; RFC 5545, 3.1): XML turns CRLF into LF. */
export function withCrlf(body: string): string {
  return body.replaceAll(/\r?\n/g, '\r\n');
}

function tryDecode(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function charsetOf(contentType: string | undefined): string | null {
  return /;\s*charset="?([^";\s]+)/i.exec(contentType ?? '')?.[1] ?? null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200)).toString(
    'latin1',
  );
  return /^<\?xml[^>]*\bencoding=["']([^"']+)/i.exec(head)?.[1] ?? null;
}
