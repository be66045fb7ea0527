/** The cloud side's worker: takes jobs, and looks for rows whose job was lost. */
import { createSweeper } from '@anchorage/jobs';
import type { Concurrency, Jobs, JobWorkers, Sweeper } from '@anchorage/jobs';
import type { Clock, Logger, Randomness, Timers } from '@anchorage/model';
import { providerNames } from '@anchorage/providers';
import type { Provider, ProviderName } from '@anchorage/providers';
import type { Store } from '@anchorage/store';
import { matchSlowSync } from '@anchorage/reconcile';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { discoverHandler } from './handlers/discover.ts';
import { enrolHandler } from './handlers/enrol.ts';
import { pushHandler } from './handlers/push.ts';
import { reconcileHandler } from './handlers/reconcile.ts';
import { refreshHandler } from './handlers/refresh.ts';
import { undoHandler } from './handlers/undo.ts';
import { classify } from './classify.ts';
import { createHousekeeping } from './housekeeping.ts';
import { defaultSettings } from './settings.ts';
import type { ConnectorSettings } from './settings.ts';
import { waitingJobs } from './waiting-jobs.ts';
import type { Tools } from './tools.ts';

export interface ConnectorOptions {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly providers: { provider(name: ProviderName): Provider };
  readonly clock: Clock;
  readonly random: Randomness;
  readonly logger: Logger;
  readonly settings?: Partial<ConnectorSettings>;
  /** Jobs of each kind at once; default 8. */
  readonly concurrency?: Concurrency;
  /** For the simulation; default: Node's timers. */
  readonly wait?: Tools['wait'];
  /** For the simulation; default: Node's event loop. */
  readonly giveTurn?: Tools['giveTurn'];
  /** For the simulation, which plants a matcher that trusts too much; default: reconcile's. */
  readonly match?: Tools['match'];
  /** When to sweep; default: Node's timers. */
  readonly timers?: Timers;
}

export interface Connector {
  /** Begins to take jobs and to sweep. */
  start(): void;
  /** Looks for lost jobs now; resolves with how many were asked for. */
  sweep(): Promise<number>;
  /** Takes no more; running jobs get `graceMs`, then their signal is aborted. What is undone is found again later. */
  stop(graceMs: number): Promise<void>;
}

export function createConnector(options: ConnectorOptions): Connector {
  const { store, jobs, providers, clock, random, logger, timers, concurrency = 8 } = options;
  const { wait = waitFor, giveTurn = nextTurn, match = matchSlowSync } = options;
  const settings: ConnectorSettings = { ...defaultSettings, ...options.settings };
  const { queue } = jobs;
  const provider = (name: string): Provider | undefined =>
    isProviderName(name) ? providers.provider(name) : undefined;
  const tools: Tools = { store, queue, provider, clock, random, logger, settings, wait, giveTurn, match };
  const handlers = {
    refresh: refreshHandler(tools),
    reconcile: reconcileHandler(tools),
    push: pushHandler(tools),
    discover: discoverHandler(tools),
    enrol: enrolHandler(tools),
    undo: undoHandler(tools),
  };
  const tidyUp = createHousekeeping(tools);
  let workers: JobWorkers | null = null;
  let sweeper: Sweeper | null = null;
  return {
    start() {
      workers ??= jobs.work(handlers, { concurrency });
      const find = async (): ReturnType<typeof waitingJobs> => {
        await tidyUp().catch((error: unknown) =>
          logger.warn('housekeeping failed', { reason: classify(error, calm).reason }),
        );
        return waitingJobs(tools);
      };
      sweeper ??= createSweeper({
        find,
        queue,
        intervalMs: settings.sweepEvery,
        logger,
        ...(timers === undefined ? {} : { timers }),
      });
    },
    sweep: async () => (sweeper === null ? 0 : sweeper.sweep()),
    async stop(graceMs) {
      await sweeper?.stop();
      await workers?.close(graceMs);
      sweeper = null;
      workers = null;
    },
  };
}

function isProviderName(name: string): name is ProviderName {
  return (providerNames as readonly string[]).includes(name);
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

const calm = { now: 0, attempts: 0, jitter: 0 };
