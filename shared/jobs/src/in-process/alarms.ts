import type { Clock, Timers } from '@anchorage/model';
import { jobKey } from '../job-key.ts';
import type { Job } from '../port.ts';

export interface Alarms {
  /** At `delayMs` from now, unless the job has an earlier one. */
  set(job: Job, delayMs: number): void;
  size(): number;
  clear(): void;
}

export function createAlarms(clock: Clock, timers: Timers, ring: (job: Job) => void): Alarms {
  const alarms = new Map<string, { readonly dueAt: number; readonly cancel: () => void }>();
  return {
    set: (job, delayMs) => {
      const key = jobKey(job);
      const dueAt = clock.now() + delayMs;
      const earlier = alarms.get(key);
      if (earlier && earlier.dueAt <= dueAt) return;
      earlier?.cancel();
      const cancel = timers.after(delayMs, () => {
        alarms.delete(key);
        ring(job);
      });
      alarms.set(key, { dueAt, cancel });
    },
    size: () => alarms.size,
    clear: () => {
      for (const { cancel } of alarms.values()) cancel();
      alarms.clear();
    },
  };
}
