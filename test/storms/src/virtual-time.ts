/**
 * Time that passes only when nobody has anything left to do, so that an hour costs nothing and equal seeds give equal
 * stories. Everything under test gets its clock and its timers from here.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock, Timers } from '@anchorage/model';

export interface VirtualTime extends Clock {
  readonly timers: Timers;
  sleep(ms: number): Promise<void>;
  /** As `sleep`, but over as soon as the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets everybody go on, and time pass where that is needed, until `work` is done. */
  during<Result>(work: Promise<Result>): Promise<Result>;
}

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

export function createVirtualTime(startsAt: number): VirtualTime {
  let now = startsAt;
  /** The next first, equal ones in the order in which they were set. */
  const alarms: Alarm[] = [];

  const after: Timers['after'] = (ms, ring) => {
    const alarm = { at: now + Math.max(0, ms), ring };
    const place = alarms.findLastIndex(({ at }) => at <= alarm.at) + 1;
    alarms.splice(place, 0, alarm);
    return () => {
      const index = alarms.indexOf(alarm);
      if (index >= 0) alarms.splice(index, 1);
    };
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

  return {
    now: () => now,
    timers: { after },
    sleep,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const callOff = after(ms, () => end());
        const end = (): void => {
          callOff();
          signal.removeEventListener('abort', end);
          resolve();
        };
        signal.addEventListener('abort', end);
      }),
    async during(work) {
      const standing = { done: false };
      const finish = (): void => void (standing.done = true);
      void work.then(finish, finish);
      for (;;) {
        for (let turns = 0; turns < patience && !standing.done; turns += 1) await turn();
        if (standing.done) return work;
        const next = alarms.shift();
        if (next === undefined) throw new Error('everybody waits for somebody else');
        now = Math.max(now, next.at);
        next.ring();
      }
    },
  };
}

/** Turns of the event loop in which somebody may still be at work without waiting for time to pass. */
const patience = 3;
