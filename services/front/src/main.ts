/**
 * The phones' door in a process of its own, beside others like it: any of them answers any message. Needs PostgreSQL
 * and Redis to be more than a lonely door (D3).
 */
import { koaHealth, openProcess, serve } from '@anchorage/runtime';
import Koa from 'koa';
import { createFront } from './create-front.ts';
import { frontSettingsFrom, phoneServerOptions } from './front-settings.ts';

await openProcess('front', async (frame) => {
  const { settings, store, jobs, lifecycle, clock, random, logger, metrics } = frame;
  const front = createFront({
    store,
    queue: jobs.queue,
    clock,
    random,
    logger,
    metrics,
    settings: frontSettingsFrom(settings),
  });
  lifecycle.onStop('front', () => front.stop());
  front.start();
  const app = new Koa({ proxy: settings.trustProxy });
  app.use(
    koaHealth({ checks: { database: () => store.check(), queue: () => jobs.queue.check() }, lifecycle }),
  );
  app.use(front.router.routes());
  const served = await serve(frame, app.callback(), phoneServerOptions);
  return `Anchorage's front is ready at ${served.publicUrl}`;
});
