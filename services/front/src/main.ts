/**
 * The phones' door in a process of its own, beside others like it: any of them answers any message. Needs PostgreSQL
 * and Redis to be more than a lonely door (ADR 0003).
 */
import { openProcess } from '@anchorage/runtime';
import { createFront } from './create-front.ts';
import { frontSettingsFrom } from './front-settings.ts';
import { openPhoneDoor } from './phone-door.ts';

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
  const served = await openPhoneDoor(frame, front);
  return `Anchorage's front is ready at ${served.publicUrl}`;
});
