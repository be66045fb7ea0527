import type { ProcessFrame } from '@anchorage/runtime';
import { createFront, type PhoneFront } from './create-front.ts';
import { frontSettingsFrom } from './front-settings.ts';

/** The front within a process, alone or beside the others, with every setting that is its own. Stops with it. */
export function startFront(frame: ProcessFrame): PhoneFront {
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
  return front;
}
