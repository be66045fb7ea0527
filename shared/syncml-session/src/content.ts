/** What an item's Type and Format say of its octets. The inside of a vCard is not our business. */
import { kindOfDatastore } from '@anchorage/model';
import type { DatastoreName, ItemKind } from '@anchorage/model';
import { fromBase64 } from './base64.ts';

/** 415 when a Type or Format is none that the datastore takes, else null. */
export function contentProblem(
  datastore: DatastoreName,
  contentType: string | null,
  octets: Uint8Array,
  format: string | null,
): 415 | null {
  if (!formats.has((format ?? '').trim().toLowerCase())) return 415;
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  // Sony Ericsson UIQ phones leave the Type out; then the datastore tells. MetInf's default is text/plain.
  if (type === '') return null;
  const kind = kindOfDatastore[datastore];
  if (types[kind].includes(type)) return null;
  return type === 'text/plain' && begins(octets) ? null : 415;
}

/** The octets after their transfer encoding; null when they cannot be read. */
export function decodeContent(octets: Uint8Array, format: string | null): Uint8Array | null {
  if ((format ?? '').trim().toLowerCase() !== 'b64') return octets;
  return fromBase64(new TextDecoder().decode(octets));
}

function begins(octets: Uint8Array): boolean {
  return /^\s*BEGIN:/i.test(new TextDecoder().decode(octets.subarray(0, 64)));
}

const formats: ReadonlySet<string> = new Set(['', 'chr', 'bin', 'xml', 'b64']);

const calendar = ['text/x-vcalendar', 'text/calendar', 'text/vcalendar'];
const types: Readonly<Record<ItemKind, readonly string[]>> = {
  contact: ['text/x-vcard', 'text/vcard', 'text/directory'],
  event: calendar,
  task: calendar,
  note: ['text/plain', 'text/x-vnote', ...calendar],
};
