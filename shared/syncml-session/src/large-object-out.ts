/**
 * Large objects to the phone (SyncML Sync Protocol 1.1, 2.10): an item that fits no message goes out in pieces, one
 * per message, with nothing between them; `Size` stands in the first only.
 */
import type { OutboxEntry } from './contract.ts';
import { changeCommand } from './outgoing-command.ts';
import type { Part } from './outgoing-command.ts';
import type { Reply } from './reply.ts';

/**
 * The longest piece of `entry` from octet `from` that takes at most `room` octets; null when not even a short one does.
 * Cut only between UTF-8 characters, never inside a CRLF, and where it can be not beside white space either: SyncEvolution
 * 2.0.0 loses what of it ends a piece in XML, and then misses it.
 */
export function nextPart(
  entry: OutboxEntry,
  from: number,
  declaredSize: number,
  room: number,
  reply: Reply,
): Part | null {
  const { data, start, end } = loaded(entry, from);
  const piece = (to: number): Part => partOf(from, to, end, declaredSize);
  const fits = (to: number): boolean => sizeOf(entry, piece(to), reply) <= room;
  if (start + data.length === end && fits(end)) return piece(end);
  let low = from;
  let high = Math.min(start + data.length, from + Math.max(room, 0));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    // Measured as it would be cut: XML cannot hold half a character.
    if (fits(start + cutBefore(data, middle - start))) low = middle;
    else high = middle - 1;
  }
  const cut = cutBefore(data, low - start);
  const within = start + withinText(data, cut);
  const to = within - from < shortest ? start + cut : within;
  return to - from < Math.min(shortest, end - from) ? null : piece(to);
}

/** The piece from octet `from` to `until`, and how many octets it takes; null when it is not all there. */
export function samePart(
  entry: OutboxEntry,
  { from, until }: { readonly from: number; readonly until: number },
  declaredSize: number,
  reply: Reply,
): { readonly part: Part; readonly size: number } | null {
  const { data, start, end } = loaded(entry, from);
  if (until > start + data.length) return null;
  const part = partOf(from, until, end, declaredSize);
  return { part, size: sizeOf(entry, part, reply) };
}

function loaded(entry: OutboxEntry, from: number) {
  const data = loadedData(entry);
  const start = entry.part?.from ?? 0;
  if (from < start || from > start + data.length)
    throw new RangeError('another part of the object was loaded');
  return { data, start, end: entry.part?.size ?? data.length };
}

function partOf(from: number, to: number, end: number, declaredSize: number): Part {
  return { from, to, size: from === 0 ? declaredSize : null, more: to < end };
}

function sizeOf(entry: OutboxEntry, part: Part, reply: Reply): number {
  const command = changeCommand(entry, reply.cmdId(), part);
  return command === null ? Infinity : reply.sizeOf(command);
}

/** The data of an entry, of one loaded in part without what may be half a character or half a CRLF at the end. */
export function loadedData({ data, part }: OutboxEntry): Uint8Array {
  const loaded = data ?? new Uint8Array();
  if (part === undefined || part.from + loaded.length === part.size) return loaded;
  let end = loaded.length;
  while (end > 0 && ((loaded[end - 1] ?? 0) & 0xc0) === 0x80 && loaded.length - end < 3) end -= 1;
  // What is left there is an octet that begins a character, or is one.
  const last = loaded[end - 1] ?? 0;
  return loaded.subarray(0, last < 0x80 && last !== 0x0d ? end : end - 1);
}

function cutBefore(data: Uint8Array, at: number): number {
  let cut = at;
  while (cut > 0 && cut < data.length && ((data[cut] ?? 0) & 0xc0) === 0x80 && at - cut < 4) cut -= 1;
  return data[cut] === 0x0a && data[cut - 1] === 0x0d ? cut - 1 : cut;
}

/** The last place up to `at` with no white space beside it; `at` itself when there is none nearby. */
function withinText(data: Uint8Array, at: number): number {
  for (let cut = at; cut > Math.max(0, at - longestSpace); cut -= 1) {
    const [before = 0, after = 0] = [data[cut - 1], data[cut]];
    if (before > space && after > space && (after & 0xc0) !== 0x80) return cut;
  }
  return at;
}

/** Less than this is not worth a message. */
const shortest = 64;
/** So far back a better place is looked for. */
const longestSpace = 100;
const space = 0x20;
