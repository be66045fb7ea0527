/** The portal as a process of its own. */
import { koaHealth, loadToken, openProcess, serve } from '@anchorage/runtime';
import { createProviders } from '@anchorage/providers';
import Koa from 'koa';
import { createPortal } from './portal.ts';

await openProcess('portal', async (frame) => {
  const { settings, store, jobs, lifecycle, clock, random, logger } = frame;
  const providers = createProviders({
    userAgent: 'Anchorage/0.1',
    allowPrivateAddresses: settings.davAllowPrivate,
    clock,
    random,
    limits: { overall: settings.davTimeoutMs },
  });
  lifecycle.onStop('providers', () => providers.close());
  let publicUrl = '';
  const portal = createPortal({
    store,
    queue: jobs.queue,
    provider: (name) => providers.provider(name),
    clock,
    random,
    logger,
    token: loadToken(settings),
    retention: settings.retentionDays * 86_400_000,
    publicUrl: () => publicUrl,
  });
  const app = new Koa({ proxy: settings.trustProxy });
  app.use(
    koaHealth({ checks: { database: () => store.check(), queue: () => jobs.queue.check() }, lifecycle }),
  );
  portal.mount(app);
  const served = await serve(frame, app.callback());
  publicUrl = served.publicUrl;
  return `Anchorage's portal is ready at ${served.localUrl}`;
});
