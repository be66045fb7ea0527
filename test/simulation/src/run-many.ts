/** Many runs, each in its own order, spread over threads. With a fault planted it ends with the first run that finds it. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Finding } from './oracle/findings.ts';
import type { RunResult } from './run-seed.ts';
import type { SabotageName } from './sabotage/sabotage.ts';

export interface Figures {
  readonly seeds: number;
  readonly seconds: number;
  readonly seedsPerSecond: number;
  readonly sessions: number;
  readonly steps: number;
  /** Injected, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly seed: number; readonly findings: readonly Finding[] }[];
}

export async function runMany(options: {
  readonly from: number;
  readonly count: number;
  readonly sabotage: SabotageName | null;
  readonly workers?: number;
  readonly progress: (text: string) => void;
}): Promise<Figures> {
  const { from, count, sabotage, progress, workers = availableParallelism() } = options;
  const start = performance.now();
  const faults: Record<string, number> = {};
  const failures: Figures['failures'][number][] = [];
  let [seeds, sessions, steps] = [0, 0, 0];
  let next = from;

  await Promise.all(Array.from({ length: Math.min(workers, count) }, lane));
  const seconds = (performance.now() - start) / 1000;
  return {
    seeds,
    seconds: Math.round(seconds * 10) / 10,
    seedsPerSecond: Math.round((seeds / seconds) * 100) / 100,
    sessions,
    steps,
    faults,
    failures: failures.toSorted((a, b) => a.seed - b.seed),
  };

  function lane(): Promise<void> {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: { sabotage } });
    return new Promise((resolve, reject) => {
      const give = (): void => {
        if (next >= from + count || (sabotage !== null && failures.length > 0)) {
          void worker.terminate().then(() => resolve());
          return;
        }
        // oxlint-disable-next-line require-post-message-target-origin -- a thread, not a window
        worker.postMessage(next);
        next += 1;
      };
      worker.on('error', reject);
      worker.on('message', (result: RunResult) => {
        add(result);
        give();
      });
      give();
    });
  }

  function add(result: RunResult): void {
    seeds += 1;
    sessions += result.sessions;
    steps += result.steps;
    for (const [kind, times] of Object.entries(result.faults)) faults[kind] = (faults[kind] ?? 0) + times;
    const { seed, findings } = result;
    if (findings.length > 0) {
      failures.push({ seed, findings: findings.slice(0, mostShown) });
      progress(`seed ${seed}: ${findings[0]?.invariant}: ${findings[0]?.what}`);
    }
    if (seeds % 100 === 0) progress(`${seeds} of ${count} seeds, ${failures.length} with findings`);
  }
}

const mostShown = 5;
