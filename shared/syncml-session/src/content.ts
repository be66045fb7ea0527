/** What an item's Type and Format say of its octets. The inside of a vCard is not our business. */
import { kindOfDatastore } from '@anchorage/model';
import type { DatastoreName, ItemKind } from '@anchorage/model';
import { fromBase64Piece } from './base64.ts';

/**
 * 415 when a Type or Format is none that the datastore takes, else null. Of a large object only the beginning is known,
 * and may be too short to tell.
 */
export function contentProblem(
  datastore: DatastoreName,
  contentType: string | null,
  octets: Uint8Array,
  format: string | null,
  extent: 'whole' | 'beginning',
): 415 | null {
  if (!formats.has(nameOf(format))) return 415;
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  // Sony Ericsson UIQ phones leave the Type out; then the datastore tells. MetInf's default is text/plain.
  if (type === '') return null;
  const kind = kindOfDatastore[datastore];
  if (types[kind].includes(type)) return null;
  const head = decodePiece(octets.subarray(0, 88), { format, undecoded: '' }, false)?.octets ?? octets;
  return type === 'text/plain' && begins(head, extent) ? null : 415;
}

/** The octets after their transfer encoding; null when they cannot be read. */
export function decodeContent(octets: Uint8Array, format: string | null): Uint8Array | null {
  return decodePiece(octets, { format, undecoded: '' }, true)?.octets ?? null;
}

/** The same for one piece of an object; `undecoded` is for the next one. */
export function decodePiece(
  octets: Uint8Array,
  { format, undecoded }: { readonly format: string | null; readonly undecoded: string },
  last: boolean,
): { readonly octets: Uint8Array; readonly undecoded: string } | null {
  if (nameOf(format) !== 'b64') return { octets, undecoded: '' };
  const decoded = fromBase64Piece(undecoded, new TextDecoder().decode(octets), last);
  return decoded === null ? null : { octets: decoded.octets, undecoded: decoded.rest };
}

function nameOf(format: string | null): string {
  return (format ?? '').trim().toLowerCase();
}

function begins(octets: Uint8Array, extent: 'whole' | 'beginning'): boolean {
  const text = new TextDecoder().decode(octets.subarray(0, 64)).trimStart().toUpperCase();
  return text.startsWith(begin) || (extent === 'beginning' && begin.startsWith(text));
}

const begin = 'BEGIN:';
const formats: ReadonlySet<string> = new Set(['', 'chr', 'bin', 'xml', 'b64']);

const calendar = ['text/x-vcalendar', 'text/calendar', 'text/vcalendar'];
const types: Readonly<Record<ItemKind, readonly string[]>> = {
  contact: ['text/x-vcard', 'text/vcard', 'text/directory'],
  event: calendar,
  task: calendar,
  note: ['text/plain', 'text/x-vnote', ...calendar],
};
