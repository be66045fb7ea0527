import type { Timers } from '@anchorage/model';

/** Timers that keep the process alive while somebody waits for an answer. */
export const nodeTimers: Timers = {
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
