/**
 * When a text says it was last changed (REV of a vCard, LAST-MODIFIED of a calendar object), in milliseconds; null when
 * it does not say so in UTC. Of several components the latest. Whether the clock behind it is right nobody knows.
 */
export function changedAt(text: string): number | null {
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, '');
  const times = [...unfolded.matchAll(stamped)].flatMap(([, ...parts]) => {
    const [year, month, day, hour, minute, second] = parts;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(at) ? [] : [at];
  });
  return times.length === 0 ? null : Math.max(...times);
}

/** Basic form, or with dashes and colons, as vCard 3.0 may write it (RFC 2426 4). */
const stamped =
  /^(?:[\w-]+\.)?(?:REV|LAST-MODIFIED)(?:;[^:\r\n]*)?:(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(?:[.,]\d+)?Z[ \t]*\r?$/gim;
