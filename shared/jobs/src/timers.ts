/** Time as the in-process queue and the sweeper need it; the simulation hands in one that it moves itself. */
export interface Timers {
  /** Calls `work` once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
}

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
