/**
 * The queue of all processes, as Redis and BullMQ would be: it outlives them, forgets, repeats itself, and takes a worker
 * that does not answer for dead. The contract is that of `shared/jobs/src/port.ts`.
 */
import { jobKey, JobsError, toPayload } from '@anchorage/jobs';
import type { Concurrency, Job, JobHandlers, JobKind, JobResult, Jobs } from '@anchorage/jobs';
import type { Faults } from '../faults.ts';
import { createActor } from '../scheduler.ts';
import type { Actor, Scheduler } from '../scheduler.ts';
import type { Story } from '../story.ts';

export interface SimulatedQueue {
  /** The queue as this process sees it; what it works on is lost with it. */
  jobsFor(actor: Actor): Jobs;
  /** A worker does not answer for so long that its jobs are given to others. */
  stalled(actor: Actor): void;
  /** Nothing waits and nothing runs; alarms may be set. */
  isIdle(): boolean;
}

interface Worker {
  readonly actor: Actor;
  readonly handlers: JobHandlers;
  readonly places: (kind: JobKind) => number;
  readonly abort: AbortController;
}

interface Run {
  readonly job: Job;
  readonly worker: Worker;
}

export function createQueue(options: {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly story: Story;
  /** Told of every payload, as it would lie in Redis. */
  readonly recorded: (payload: string) => void;
}): SimulatedQueue {
  const { scheduler, faults, story, recorded } = options;
  const redis = createActor('queue');
  const timers = scheduler.timersOf(redis);
  const waiting = new Map<string, Job>();
  const alarms = new Map<string, { readonly dueAt: number; readonly callOff: () => void }>();
  const again = new Set<string>();
  const attempts = new Map<string, number>();
  const runs = new Set<Run>();
  const workers = new Set<Worker>();
  const listeners = new Map<(job: Job) => void, Actor>();

  function ask(job: Job): void {
    const key = jobKey(job);
    if (isRunning(key)) again.add(key);
    else waiting.set(key, job);
    dispatch();
  }

  function setAlarm(job: Job, delayMs: number): void {
    const key = jobKey(job);
    const dueAt = scheduler.now() + delayMs;
    const earlier = alarms.get(key);
    if (earlier !== undefined && earlier.dueAt <= dueAt) return;
    earlier?.callOff();
    const callOff = timers.after(delayMs, () => {
      alarms.delete(key);
      ask(job);
    });
    alarms.set(key, { dueAt, callOff });
  }

  function isRunning(key: string): boolean {
    return [...runs].some(({ job }) => jobKey(job) === key);
  }

  function dispatch(): void {
    for (const [key, job] of waiting) {
      const worker = freeWorker(job.kind);
      if (worker === undefined) continue;
      waiting.delete(key);
      begin(job, worker);
      if (!faults.hits('job-twice')) continue;
      const other = freeWorker(job.kind, worker) ?? worker;
      story.tell('queue', () => `gives ${job.kind} to ${other.actor.name} as well`);
      begin(job, other);
    }
  }

  function freeWorker(kind: JobKind, except?: Worker): Worker | undefined {
    return [...workers].find(
      (one) =>
        one !== except &&
        one.actor.alive &&
        one.actor.pausedUntil <= scheduler.now() &&
        [...runs].filter(({ job, worker }) => worker === one && job.kind === kind).length < one.places(kind),
    );
  }

  function begin(job: Job, worker: Worker): void {
    const run: Run = { job, worker };
    runs.add(run);
    void work(run);
  }

  async function work(run: Run): Promise<void> {
    const { job, worker } = run;
    await scheduler.step(worker.actor, `begins ${job.kind}`);
    story.tell(worker.actor.name, () => `begins ${job.kind}`);
    let outcome: { readonly result: JobResult } | { readonly error: unknown };
    try {
      outcome = { result: await handle(job, worker) };
    } catch (error) {
      outcome = { error };
    }
    await scheduler.step(worker.actor, `ends ${job.kind}`);
    story.tell(worker.actor.name, () => `ends ${job.kind}: ${told(outcome)}`);
    end(run, outcome);
  }

  function end(run: Run, outcome: { readonly result: JobResult } | { readonly error: unknown }): void {
    const { job } = run;
    const key = jobKey(job);
    // A worker that was taken for dead has nothing more to say of its job.
    if (!runs.delete(run)) return;
    if ('error' in outcome) retry(job);
    else attempts.delete(key);
    if ('result' in outcome && outcome.result.again === 'after') setAlarm(job, outcome.result.delayMs);
    if (again.delete(key)) ask(job);
    for (const [listener, actor] of listeners) {
      if (actor.alive && !faults.hits('hint-lost')) listener(job);
    }
    dispatch();
  }

  function retry(job: Job): void {
    const key = jobKey(job);
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt < 5) setAlarm(job, 2_000 * 2 ** (attempt - 1));
    else attempts.delete(key);
  }

  function flush(): void {
    story.tell('queue', () => `loses everything: ${waiting.size} jobs, ${alarms.size} alarms`);
    waiting.clear();
    for (const { callOff } of alarms.values()) callOff();
    alarms.clear();
    again.clear();
    attempts.clear();
  }

  function takeAway(actor: Actor): void {
    for (const run of runs) {
      if (run.worker.actor !== actor) continue;
      runs.delete(run);
      if (!isRunning(jobKey(run.job))) ask(run.job);
    }
  }

  return {
    jobsFor: (actor) => ({
      queue: {
        async enqueue(job, { delayMs = 0 } = {}) {
          await scheduler.step(actor, `enqueues ${job.kind}`);
          if (faults.hits('queue-away')) throw new JobsError('unavailable', 'simulated: no queue');
          recorded(JSON.stringify(toPayload(job)));
          if (faults.hits('queue-flushed')) flush();
          if (faults.hits('job-lost')) return story.tell('queue', () => `loses ${job.kind}`);
          if (delayMs > 0) setAlarm(job, delayMs);
          else ask(job);
        },
        onEnded(listener) {
          const own = (job: Job): void => listener(job);
          listeners.set(own, actor);
          return () => void listeners.delete(own);
        },
        counts: () =>
          Promise.resolve({ waiting: waiting.size, active: runs.size, delayed: alarms.size, failed: 0 }),
        check: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      work(handlers, { concurrency }) {
        const worker: Worker = {
          actor,
          handlers: handlers as JobHandlers,
          places: (kind) => placesOf(concurrency, kind),
          abort: new AbortController(),
        };
        workers.add(worker);
        dispatch();
        return {
          close: () => {
            workers.delete(worker);
            return Promise.resolve();
          },
        };
      },
    }),
    stalled(actor) {
      for (const worker of workers) if (!worker.actor.alive) workers.delete(worker);
      timers.after(lockDuration, () => takeAway(actor));
    },
    isIdle: () => waiting.size === 0 && runs.size === 0,
  };
}

async function handle(job: Job, { handlers, abort }: Worker): Promise<JobResult> {
  const handler = handlers[job.kind] as (
    job: Job,
    context: { readonly signal: AbortSignal; readonly jobId: string },
  ) => Promise<JobResult>;
  return handler(job, { signal: abort.signal, jobId: jobKey(job) });
}

function placesOf(concurrency: Concurrency, kind: JobKind): number {
  return typeof concurrency === 'number' ? concurrency : concurrency[kind];
}

function told(outcome: { readonly result: JobResult } | { readonly error: unknown }): string {
  if ('error' in outcome) return `failed, ${outcome.error instanceof Error ? outcome.error.name : 'unknown'}`;
  return outcome.result.again === 'no' ? 'done' : `again in ${Math.round(outcome.result.delayMs / 1000)} s`;
}

/** How long a worker may be silent before its jobs are given to others, as BullMQ's default. */
const lockDuration = 30_000;
