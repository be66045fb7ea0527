/**
 * Slows down guessing. Counts failed logins by user name and address, and lets the pair rest after too many;
 * the password itself is never locked, so that a stranger cannot lock a phone out. Lives in the process: with several fronts a
 * guesser gets as many tries more, which a generated password outlasts easily.
 */
import type { Clock } from '@anchorage/model';

interface Login {
  readonly username: string;
  readonly address: string;
}

export interface LoginThrottle {
  /** May this name try now from this address? */
  allows(who: Login): boolean;
  failed(who: Login): void;
  succeeded(who: Login): void;
}

interface Entry {
  /** Failures since the last rest. */
  count: number;
  rests: number;
  /** No try before this time. */
  until: number;
}

export function createLoginThrottle(clock: Clock): LoginThrottle {
  const entries = new Map<string, Entry>();
  return {
    allows: (who) => (entries.get(keyOf(who))?.until ?? 0) <= clock.now(),
    failed(who) {
      const key = keyOf(who);
      const entry = fresh(entries.get(key), clock.now());
      entry.count += 1;
      if (entry.count >= (entry.rests === 0 ? firstTries : laterTries)) {
        entry.until = clock.now() + Math.min(shortestRest * 2 ** entry.rests, longestRest);
        entry.rests += 1;
        entry.count = 0;
      }
      entries.delete(key);
      entries.set(key, entry);
      const oldest = entries.keys().next();
      if (entries.size > maxEntries && oldest.done !== true) entries.delete(oldest.value);
    },
    succeeded: (who) => void entries.delete(keyOf(who)),
  };
}

function keyOf({ username, address }: Login): string {
  return `${address} ${username}`;
}

function fresh(entry: Entry | undefined, now: number): Entry {
  return entry === undefined || entry.until + forgetAfter < now ? { count: 0, rests: 0, until: now } : entry;
}

/** A phone with a wrong password tries three or four times in a row; one with a stale nonce needs two. */
const firstTries = 12;
const laterTries = 4;
const shortestRest = 4_000;
const longestRest = 60_000;
const forgetAfter = 15 * 60_000;
const maxEntries = 10_000;
