/**
 * Large objects to the phone (SyncML Sync Protocol 1.1, 2.10): an item that fits no message goes out in pieces, one
 * per message, with nothing between them; `Size` stands in the first only.
 */
import type { OutboxEntry } from './contract.ts';
import { changeCommand } from './outgoing-command.ts';
import type { Part } from './outgoing-command.ts';
import type { Reply } from './reply.ts';

/**
 * The longest piece of `entry` from octet `from` that takes at most `room` octets; null when not even a short one
 * does. Cut only between UTF-8 characters, and never inside a CRLF.
 */
export function nextPart(
  entry: OutboxEntry,
  from: number,
  declaredSize: number,
  room: number,
  reply: Reply,
): Part | null {
  const data = entry.data ?? new Uint8Array();
  const size = from === 0 ? declaredSize : null;
  const fits = (to: number, more: boolean): boolean => {
    const command = changeCommand(entry, reply.cmdId(), { from, to, size, more });
    return command !== null && reply.sizeOf(command) <= room;
  };
  if (fits(data.length, false)) return { from, to: data.length, size, more: false };
  let low = from;
  let high = Math.min(data.length, from + Math.max(room, 0));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    // Measured as it would be cut: XML cannot hold half a character.
    if (fits(cutBefore(data, middle), true)) low = middle;
    else high = middle - 1;
  }
  const to = cutBefore(data, low);
  return to - from < Math.min(shortest, data.length - from) ? null : { from, to, size, more: true };
}

function cutBefore(data: Uint8Array, at: number): number {
  let cut = at;
  while (cut > 0 && cut < data.length && ((data[cut] ?? 0) & 0xc0) === 0x80 && at - cut < 4) cut -= 1;
  return data[cut] === 0x0a && data[cut - 1] === 0x0d ? cut - 1 : cut;
}

/** Less than this is not worth a message. */
const shortest = 64;
