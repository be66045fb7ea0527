/**
 * Slows down guessing. Counts failed logins by user name and lets it rest after too many; the password itself is
 * never locked, so that a stranger cannot lock a phone out for long. Lives in the process: with several fronts a
 * guesser gets as many tries more, which a generated password outlasts easily.
 */
import type { Clock } from '@anchorage/model';

export interface LoginThrottle {
  /** May this name try now? */
  allows(username: string): boolean;
  failed(username: string): void;
  succeeded(username: string): void;
}

export function createLoginThrottle(clock: Clock): LoginThrottle {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    allows(username) {
      const entry = failures.get(username);
      return entry === undefined || entry.count < freeTries || entry.until <= clock.now();
    },
    failed(username) {
      const entry = failures.get(username);
      const count = entry !== undefined && entry.until + forgetAfter > clock.now() ? entry.count + 1 : 1;
      failures.delete(username);
      failures.set(username, { count, until: clock.now() + restAfter(count) });
      const oldest = failures.keys().next();
      if (failures.size > maxEntries && oldest.done !== true) failures.delete(oldest.value);
    },
    succeeded: (username) => void failures.delete(username),
  };
}

function restAfter(count: number): number {
  return count < freeTries ? 0 : Math.min(2 ** (count - freeTries) * 1_000, 60_000);
}

/** A wrong password makes a SyncEvolution try four times in a row. */
const freeTries = 12;
const forgetAfter = 15 * 60_000;
const maxEntries = 10_000;
