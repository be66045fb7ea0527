/**
 * From errors to what a job does about them: try again later, give up, ask the user, or nothing. The only place that
 * decides so; a pure table. Nobody else retries.
 */
import { PimError } from '@anchorage/pim';
import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { StoreError } from '@anchorage/store';
import type { StoreErrorCode } from '@anchorage/store';

/**
 * `scope`: does it concern the whole collection (its server cannot be reached) or the one resource? `reason` is a
 * code, fit for logs and for people's pages.
 */
export type Verdict =
  | {
      readonly kind: 'retry';
      readonly at: number;
      readonly scope: 'collection' | 'item';
      readonly reason: string;
    }
  | { readonly kind: 'ask-user'; readonly scope: 'link' | 'collection'; readonly reason: string }
  | { readonly kind: 'give-up'; readonly reason: string }
  | { readonly kind: 'ignore'; readonly reason: string };

export interface Circumstances {
  readonly now: number;
  /** Failures before this one. */
  readonly attempts: number;
  /** 0 to 1, from the random port. */
  readonly jitter: number;
}

/** Never throws; an error it does not know is tried again, slowly, under the reason `unexpected`. */
export function classify(error: unknown, circumstances: Circumstances): Verdict {
  if (error instanceof DavError)
    return judge(davTable[error.code], error.code, circumstances, error.retryAfter);
  if (error instanceof StoreError)
    return judge(storeTable[error.code], `store-${error.code}`, circumstances, null);
  if (error instanceof PimError) return { kind: 'give-up', reason: error.code };
  if (error instanceof Error && error.name === 'AbortError') return { kind: 'ignore', reason: 'stopped' };
  return judge(unexpected, 'unexpected', circumstances, null);
}

/** Doubles from `first` with every attempt up to `most`; half of it is left to chance, so that clients spread. */
export function backoff(first: number, most: number, attempts: number, jitter: number): number {
  const full = Math.min(most, first * 2 ** Math.min(attempts, 30));
  return Math.round(full / 2 + (full / 2) * jitter);
}

type Rule =
  | {
      readonly do: 'retry';
      readonly first: number;
      readonly most: number;
      readonly scope: 'collection' | 'item';
    }
  | { readonly do: 'ask-user'; readonly scope: 'link' | 'collection' }
  | { readonly do: 'give-up' | 'ignore' };

function judge(
  rule: Rule,
  reason: string,
  { now, attempts, jitter }: Circumstances,
  retryAfter: number | null,
): Verdict {
  if (rule.do === 'ask-user') return { kind: 'ask-user', scope: rule.scope, reason };
  if (rule.do !== 'retry') return { kind: rule.do, reason };
  const delay = Math.max(retryAfter ?? 0, backoff(rule.first, rule.most, attempts, jitter));
  return { kind: 'retry', at: now + delay, scope: rule.scope, reason };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const davTable: Readonly<Record<DavErrorCode, Rule>> = {
  unreachable: { do: 'retry', first: 2 * second, most: 15 * minute, scope: 'collection' },
  timeout: { do: 'retry', first: 5 * second, most: 15 * minute, scope: 'item' },
  busy: { do: 'retry', first: 5 * second, most: 15 * minute, scope: 'collection' },
  'server-failure': { do: 'retry', first: 5 * second, most: hour, scope: 'item' },
  // A refused password is never tried again: brute-force guards would lock out everybody behind our address.
  'needs-login': { do: 'ask-user', scope: 'link' },
  forbidden: { do: 'ask-user', scope: 'collection' },
  'not-found': { do: 'ask-user', scope: 'collection' },
  malformed: { do: 'retry', first: 30 * second, most: hour, scope: 'item' },
  'too-large': { do: 'give-up' },
  'refused-redirect': { do: 'ask-user', scope: 'link' },
  unsupported: { do: 'give-up' },
};

const storeTable: Readonly<Record<StoreErrorCode, Rule>> = {
  conflict: { do: 'retry', first: 100, most: 10 * second, scope: 'collection' },
  stale: { do: 'retry', first: 100, most: 10 * second, scope: 'collection' },
  // Another worker has taken over: its commit counts, ours must not.
  fenced: { do: 'ignore' },
  'not-found': { do: 'ignore' },
  unavailable: { do: 'retry', first: second, most: minute, scope: 'collection' },
  schema: { do: 'retry', first: 30 * second, most: 5 * minute, scope: 'collection' },
  sealed: { do: 'retry', first: 30 * second, most: hour, scope: 'collection' },
};

const unexpected: Rule = { do: 'retry', first: 10 * second, most: hour, scope: 'item' };
