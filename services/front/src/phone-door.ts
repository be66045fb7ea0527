/** The listener for phones: their paths and the probes, nothing of people's, with bounds that suit slow lines. */
import { koaHealth, serve } from '@anchorage/runtime';
import type { ProcessFrame, Served } from '@anchorage/runtime';
import Koa from 'koa';
import type { PhoneFront } from './create-front.ts';
import { phoneServerOptions } from './front-settings.ts';
import { guardConnections } from './guard-connections.ts';

type Frame = Pick<ProcessFrame, 'settings' | 'lifecycle'> & {
  readonly store: Pick<ProcessFrame['store'], 'check'>;
  readonly jobs: { readonly queue: Pick<ProcessFrame['jobs']['queue'], 'check'> };
};

/** Listens on PHONE_PORT, or on PORT where that is not set. */
export function openPhoneDoor(frame: Frame, front: Pick<PhoneFront, 'router'>): Promise<Served> {
  const { settings, store, jobs, lifecycle } = frame;
  const app = new Koa({ proxy: settings.trustProxy });
  app.use(
    koaHealth({ checks: { database: () => store.check(), queue: () => jobs.queue.check() }, lifecycle }),
  );
  app.use(front.router.routes());
  return serve(frame, app.callback(), { ...phoneServing(settings), door: 'phones' });
}

/** How a listener that phones use is to be served, be it theirs alone or shared with people. */
export function phoneServing(
  settings: Pick<ProcessFrame['settings'], 'trustProxy' | 'phoneSlowPerAddress'>,
): Parameters<typeof serve>[2] & object {
  if (settings.trustProxy) return phoneServerOptions;
  return {
    ...phoneServerOptions,
    prepare: (server) => guardConnections(server, { perAddress: settings.phoneSlowPerAddress }),
  };
}
