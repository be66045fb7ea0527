import type { ProcessFrame } from '@anchorage/runtime';
import { createConnector, type ConnectorOptions } from './create-connector.ts';

/** The connector within a process, alone or beside the others, with every setting that is its own. Stops with it. */
export function startConnector(frame: ProcessFrame, providers: ConnectorOptions['providers']): void {
  const { settings, store, jobs, lifecycle, clock, random, logger } = frame;
  const connector = createConnector({
    store,
    jobs,
    providers,
    clock,
    random,
    logger,
    settings: {
      sweepEvery: settings.sweepIntervalMs,
      retention: settings.retentionDays * 86_400_000,
      upstream: settings.davUpstream,
      upstreamTimeZone: settings.davUpstreamTimeZone,
    },
    concurrency: {
      refresh: settings.concurrencyRefresh,
      reconcile: settings.concurrencyReconcile,
      push: settings.concurrencyPush,
      discover: settings.concurrencyDiscover,
      enrol: settings.concurrencyDiscover,
      undo: settings.concurrencyDiscover,
    },
  });
  lifecycle.onStop('connector', () => connector.stop(settings.drainTimeoutMs));
  connector.start();
}
