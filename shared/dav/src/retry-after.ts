/**
 * `Retry-After` in milliseconds (RFC 9110, 10.2.3: seconds or a date), clamped to 1 s to 2 h; null if absent or
 * unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const value = header.trim();
  const wait = /^\d{1,12}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, shortest), longest);
}

const shortest = 1000;
const longest = 2 * 60 * 60 * 1000;
