/**
 * The whole gateway in one process: phones, people and the cloud side's worker on one port (phones on their own with
 * PHONE_PORT), one database and one queue. `npm start`.
 */
import { startConnector } from '@anchorage/connector';
import { openPhoneDoor, phoneServing, startFront } from '@anchorage/front';
import { createPortal, writeApiAddress } from '@anchorage/portal';
import { createProviders } from '@anchorage/providers';
import { koaHealth, loadToken, openProcess, serve } from '@anchorage/runtime';
import Koa from 'koa';

await openProcess('gateway', async (frame) => {
  const { settings, store, jobs, lifecycle, clock, random, logger } = frame;
  const providers = createProviders({
    userAgent: 'Anchorage/0.1',
    allowPrivateAddresses: settings.davAllowPrivate,
    clock,
    random,
    limits: { overall: settings.davTimeoutMs },
  });
  lifecycle.onStop('providers', () => providers.close());

  startConnector(frame, providers);
  const front = startFront(frame);

  const token = loadToken(settings);
  let publicUrl = '';
  const portal = createPortal({
    store,
    queue: jobs.queue,
    provider: (name) => providers.provider(name),
    clock,
    random,
    logger,
    token,
    retention: settings.retentionDays * 86_400_000,
    publicUrl: () => publicUrl,
  });

  const app = new Koa({ proxy: settings.trustProxy });
  app.use(
    koaHealth({ checks: { database: () => store.check(), queue: () => jobs.queue.check() }, lifecycle }),
  );
  const apart = settings.phonePort !== null;
  if (!apart) app.use(front.router.routes());
  portal.mount(app);
  const people = await serve(frame, app.callback(), apart ? {} : phoneServing(settings));
  const phones = apart ? await openPhoneDoor(frame, front) : people;
  publicUrl = phones.publicUrl;
  await writeApiAddress(settings.dataDir, { url: people.localUrl, token });
  if (!apart) return `Anchorage is ready at ${people.publicUrl}`;
  return `Anchorage is ready at ${people.localUrl}, for phones at ${phones.publicUrl}`;
});
