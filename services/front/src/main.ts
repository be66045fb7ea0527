/**
 * The phones' door in a process of its own, beside others like it: any of them answers any message. Needs PostgreSQL
 * and Redis to be more than a lonely door (ADR 0003).
 */
import { openProcess } from '@anchorage/runtime';
import { openPhoneDoor } from './phone-door.ts';
import { startFront } from './start-front.ts';

await openProcess('front', async (frame) => {
  const served = await openPhoneDoor(frame, startFront(frame));
  return `Anchorage's front is ready at ${served.publicUrl}`;
});
