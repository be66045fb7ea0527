/** Brings the octets of an XML document to UTF-8 (XML 1.0, 4.3.3 and appendix F; RFC 7303, 3). */
import { CodecError } from '../error.ts';
import { encodeUtf8 } from '../octets.ts';

/**
 * A byte order mark rules, then the `charset` of the Content-Type, then the XML declaration, then UTF-8. Octets said
 * to be UTF-8 are handed on unchecked: item data must reach its reader as the phone wrote it. Throws CodecError
 * `unsupported-charset`, or `malformed` when the octets are not legal in another charset.
 */
export function toUtf8(body: Uint8Array, contentType: string | undefined): Uint8Array {
  if (startsWith(body, [0xef, 0xbb, 0xbf])) return body.subarray(3);
  if (startsWith(body, [0xfe, 0xff])) return recode(body.subarray(2), 'utf-16be');
  if (startsWith(body, [0xff, 0xfe])) return recode(body.subarray(2), 'utf-16le');
  const label = charsetParameter(contentType) ?? declaredCharset(body) ?? 'utf-8';
  return utf8Labels.has(label.toLowerCase()) ? body : recode(body, label);
}

/** The `charset` parameter of a media type, without quotes. */
export function charsetParameter(contentType: string | undefined): string | undefined {
  const [, value] = /;\s*charset\s*=\s*"?([^\s";]+)"?/i.exec(contentType ?? '') ?? [];
  return value;
}

function declaredCharset(body: Uint8Array): string | undefined {
  const start = String.fromCharCode(...body.subarray(0, 200));
  const [, value] = /^\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(start) ?? [];
  return value;
}

function recode(octets: Uint8Array, label: string): Uint8Array {
  let decoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new CodecError('unsupported-charset', 'charset of the XML document is not supported', { cause });
  }
  try {
    return encodeUtf8(decoder.decode(octets));
  } catch (cause) {
    throw new CodecError('malformed', 'XML document is not legal in its charset', { cause });
  }
}

function startsWith(octets: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((octet, index) => octets[index] === octet);
}

/** US-ASCII is part of UTF-8, and phones that say it write more than that. */
const utf8Labels: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
