/**
 * Who goes on next. Everybody who would wait for something in reality (a database, a network, a queue, time) waits for a
 * step here instead, and the scheduler lets one of them go on at a time: the one that chance picks of those whose time has
 * come, until all it can do without waiting again is done. Time passes when nobody else can go on, and a little with
 * every step.
 */
import { setImmediate as settled } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Clock, Timers } from '@anchorage/model';
import type { Chance } from './chance.ts';

/** Somebody whose steps are in the scheduler's hand: a process, a phone, a person. */
export interface Actor {
  readonly name: string;
  /** False: what it still waits for never comes. */
  alive: boolean;
  /** No step before this time. */
  pausedUntil: number;
  /** Asked before each step. `later`: the actor has been paused meanwhile; `gone`: it has been done away with. */
  readonly fate?: (label: string) => 'goes on' | 'later' | 'gone';
}

export interface Scheduler extends Clock {
  /** Resolves when it is this actor's turn, `ms` from now at the earliest; never, if it dies before. */
  step(actor: Actor, label: string, ms?: number): Promise<void>;
  /** The actor's own timers. */
  timersOf(actor: Actor): Timers;
  kill(actor: Actor): void;
  /** Lets one after the other go on until `done` or until nobody waits any more. */
  run(done: () => boolean): Promise<void>;
  /** Steps taken so far. */
  readonly steps: number;
  /** Of all steps in order: equal for equal runs. */
  readonly trace: number;
}

export class Restless extends Error {
  override readonly name = 'Restless';
}

interface Waiter {
  readonly dueAt: number;
  readonly actor: Actor;
  readonly label: string;
  readonly goOn: () => void;
}

export function createScheduler(chance: Chance, startsAt: number, mostSteps: number): Scheduler {
  let now = startsAt;
  let waiters: Waiter[] = [];
  let steps = 0;
  let trace = 0;

  function add(waiter: Waiter): void {
    if (waiter.actor.alive) waiters.push(waiter);
  }

  function dueOf({ dueAt, actor }: Waiter): number {
    return Math.max(dueAt, actor.pausedUntil);
  }

  function take(): Waiter | null {
    let earliest = Infinity;
    for (const waiter of waiters) earliest = Math.min(earliest, dueOf(waiter));
    if (earliest === Infinity) return null;
    now = Math.max(now, earliest);
    const ready = waiters.filter((waiter) => dueOf(waiter) <= now);
    const taken = chance.pick(ready);
    waiters.splice(waiters.indexOf(taken), 1);
    return taken;
  }

  return {
    now: () => now,
    step: (actor, label, ms = 0) =>
      new Promise<void>((resolve) => add({ dueAt: Math.round(now + ms), actor, label, goOn: resolve })),
    timersOf: (actor) => ({
      after(ms, work) {
        const waiter: Waiter = { dueAt: Math.round(now + ms), actor, label: 'timer', goOn: work };
        add(waiter);
        return () => {
          const at = waiters.indexOf(waiter);
          if (at >= 0) waiters.splice(at, 1);
        };
      },
    }),
    kill(actor) {
      actor.alive = false;
      waiters = waiters.filter((waiter) => waiter.actor !== actor);
    },
    async run(done) {
      while (!done()) {
        const waiter = take();
        if (waiter === null) return;
        steps += 1;
        if (steps > mostSteps) throw new Restless(`no end after ${mostSteps} steps`);
        now += chance.below(3);
        const { actor, label } = waiter;
        trace = crc32(`${actor.name} ${label} ${now}\n`, trace);
        const fate = actor.fate?.(label) ?? 'goes on';
        if (fate === 'later') add(waiter);
        if (fate !== 'goes on') continue;
        waiter.goOn();
        await settled();
      }
    },
    get steps() {
      return steps;
    },
    get trace() {
      return trace;
    },
  };
}

export function createActor(name: string, fate?: Actor['fate']): Actor {
  return { name, alive: true, pausedUntil: 0, ...(fate === undefined ? {} : { fate }) };
}

/** Waits for what never comes. */
export const never: Promise<never> = new Promise(() => undefined);
