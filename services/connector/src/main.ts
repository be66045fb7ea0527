/** The connector as a process of its own, beside any number of others on one PostgreSQL and one Redis. */
import { createProviders } from '@anchorage/providers';
import { openProcess } from '@anchorage/runtime';
import { createConnector } from './create-connector.ts';

await openProcess('connector', async (frame) => {
  const { settings, store, jobs, lifecycle, clock, random, logger } = frame;
  if (settings.redisUrl === null) logger.warn('no REDIS_URL: only rows that were swept become jobs here');
  const providers = createProviders({
    userAgent: 'Anchorage/0.1',
    allowPrivateAddresses: settings.davAllowPrivate,
    clock,
    random,
    limits: { overall: settings.davTimeoutMs },
  });
  lifecycle.onStop('providers', () => providers.close());
  const { concurrencyRefresh, concurrencyReconcile, concurrencyPush, concurrencyDiscover } = settings;
  const connector = createConnector({
    store,
    jobs,
    providers,
    clock,
    random,
    logger,
    settings: {
      sweepEvery: settings.sweepIntervalMs,
      upstream: settings.davUpstream,
      upstreamTimeZone: settings.davUpstreamTimeZone,
    },
    concurrency: {
      refresh: concurrencyRefresh,
      reconcile: concurrencyReconcile,
      push: concurrencyPush,
      discover: concurrencyDiscover,
      enrol: concurrencyDiscover,
    },
  });
  lifecycle.onStop('connector', () => connector.stop(settings.drainTimeoutMs));
  connector.start();
  return 'The connector is ready';
});
