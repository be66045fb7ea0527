import type { Timers } from '@anchorage/model';

/** Timers that do not keep the process alive. */
export const systemTimers: Timers = {
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(ms, maxDelay));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Node's timers fire at once above this. */
const maxDelay = 2_147_483_647;
