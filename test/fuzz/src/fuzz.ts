/**
 * Mutation with feedback: inputs that reach new code are kept and mutated further. What V8 counts differs
 * a little from run to run, and so do the inputs that follow: what is found is written down whole.
 */
import { randomFrom } from '@anchorage/kit';
import { createGuide } from './guide.ts';
import { attempt, below, largestInput, pick } from './target.ts';
import type { Random, Target } from './target.ts';

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Inputs after which the counters are taken away, whatever they show. */
  readonly guided?: number;
  /** Called now and then with the inputs so far. */
  readonly progress?: (done: number, kept: number) => void;
}

export interface Finding {
  readonly input: Uint8Array;
  /** The error's name and message: never the input's text, which may be anybody's. */
  readonly problem: string;
}

export interface FuzzReport {
  readonly inputs: number;
  readonly taken: number;
  readonly refused: number;
  /** Inputs kept because they reached new code, and how many blocks were reached in all. */
  readonly kept: number;
  readonly blocks: number;
  /** Inputs until the counters were taken away. */
  readonly guided: number;
  readonly slowestMilliseconds: number;
  readonly findings: readonly Finding[];
}

export function fuzz(target: Target, { inputs, seed, guided: most, progress }: FuzzOptions): FuzzReport {
  const random = randomFrom(seed, 17);
  const pool = [...target.corpus];
  const findings: Finding[] = [];
  const counts = { taken: 0, refused: 0 };
  let slowest = 0;
  const feed = (input: Uint8Array): void => {
    const start = performance.now();
    const outcome = attempt(target, input);
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    if (took > longest) findings.push({ input, problem: `took ${Math.round(took)} ms` });
    if (typeof outcome === 'string') counts[outcome] += 1;
    else if (findings.length < mostFindings) findings.push({ input, problem: outcome.problem });
  };
  const guide = createGuide(target, most);
  try {
    for (let done = 0; done < inputs;) {
      const batch = Array.from({ length: Math.min(target.batch ?? batchSize, inputs - done) }, () =>
        make(random, target, pool),
      );
      for (const input of batch) feed(input);
      done += batch.length;
      pool.push(...guide.worthKeeping(batch));
      progress?.(done, pool.length - target.corpus.length);
    }
    const kept = pool.length - target.corpus.length;
    const { blocks, guided } = guide.figures();
    return { inputs, ...counts, kept, blocks, guided, slowestMilliseconds: Math.round(slowest), findings };
  } finally {
    guide.close();
  }
}

function make(random: Random, target: Target, pool: readonly Uint8Array[]): Uint8Array {
  // What was found last is the edge of what is known.
  const recent = pool.slice(-recentInputs);
  let input = random() < 0.4 ? pick(random, recent) : pick(random, pool);
  for (let times = 1 + below(random, 4); times > 0; times -= 1) {
    input = target.mutate(random, input, pick(random, pool));
  }
  return input.subarray(0, largestInput);
}

const batchSize = 250;
const recentInputs = 40;
const mostFindings = 50;
/** Milliseconds for one input, on the slowest machine: what takes longer does not end for a phone either. */
const longest = 5_000;
