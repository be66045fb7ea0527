/** What every handler is handed. */
import type { JobQueue } from '@anchorage/jobs';
import type { Clock, Logger, Randomness } from '@anchorage/model';
import type { Provider } from '@anchorage/providers';
import type { matchSlowSync } from '@anchorage/reconcile';
import type { Store } from '@anchorage/store';
import type { ConnectorSettings } from './settings.ts';

export interface Tools {
  readonly store: Store;
  readonly queue: JobQueue;
  /** The provider of that name (`links.provider`); undefined when this version knows none. */
  readonly provider: (name: string) => Provider | undefined;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly logger: Logger;
  readonly settings: ConnectorSettings;
  /** Resolves after `ms`, or earlier when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when others have had a turn: long work calls it between pages, because SQLite answers at once. */
  readonly giveTurn: () => Promise<unknown>;
  /** Which of the items a phone sent in a slow sync are items we have. */
  readonly match: typeof matchSlowSync;
}

/** Evenly spread from 0 to below 1, for jitter. */
export function chance(random: Randomness): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}
