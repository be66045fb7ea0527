/** The connector as a process of its own, beside any number of others on one PostgreSQL and one Redis. */
import { createProviders } from '@anchorage/providers';
import { openProcess } from '@anchorage/runtime';
import { startConnector } from './start-connector.ts';

await openProcess('connector', async (frame) => {
  const { settings, lifecycle, clock, random, logger } = frame;
  if (settings.redisUrl === null) logger.warn('no REDIS_URL: only rows that were swept become jobs here');
  const providers = createProviders({
    userAgent: 'Anchorage/0.1',
    allowPrivateAddresses: settings.davAllowPrivate,
    clock,
    random,
    limits: { overall: settings.davTimeoutMs },
  });
  lifecycle.onStop('providers', () => providers.close());
  startConnector(frame, providers);
  return 'The connector is ready';
});
