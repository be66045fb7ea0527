/**
 * Which inputs are worth mutating further. Under V8's counters the code runs at a third of its speed: when they have shown
 * nothing new for a long while they are taken away, and what was kept till then has to do.
 */
import { createCoverage } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { attempt } from './target.ts';
import type { Target } from './target.ts';

export interface Guide {
  /** Of inputs that have just been fed, those that reached code nobody reached before. */
  worthKeeping(batch: readonly Uint8Array[]): readonly Uint8Array[];
  /** Blocks of code reached, and inputs until the counters were taken away. */
  figures(): { readonly blocks: number; readonly guided: number };
  close(): void;
}

/** Begins with what the corpus reaches; guides `most` inputs. One at a time: the counters are the whole thread's. */
export function createGuide(target: Target, most = Infinity): Guide {
  const coverage = createCoverage(target.code);
  for (const input of target.corpus) {
    attempt(target, input);
    target.keep?.(input);
  }
  const reached = new Set(coverage.take());
  let guided = 0;
  let inVain = 0;
  return {
    worthKeeping(batch) {
      if (inVain > dry || guided >= most) return [];
      guided += batch.length;
      // Looking costs as much as a hundred small inputs: only a batch that has reached something is looked through.
      const fresh = without(coverage.take(), reached);
      inVain = fresh.size > 0 ? 0 : inVain + batch.length;
      const kept = fresh.size === 0 ? [] : firstToReach(target, coverage, batch, fresh);
      if (inVain > dry || guided >= most) coverage.close();
      for (const input of kept) target.keep?.(input);
      for (const block of fresh) reached.add(block);
      return kept;
    },
    figures: () => ({ blocks: reached.size, guided }),
    close: () => coverage.close(),
  };
}

/** Of a batch those that were the first to reach some of the `fresh` blocks; what broke a rule would only break it again. */
function firstToReach(
  target: Target,
  coverage: Coverage,
  batch: readonly Uint8Array[],
  fresh: ReadonlySet<string>,
): readonly Uint8Array[] {
  let open = fresh;
  return batch.filter((input) => {
    if (open.size === 0) return false;
    const outcome = attempt(target, input);
    const left = without(open, coverage.take());
    const isFirst = left.size < open.size;
    open = left;
    return isFirst && typeof outcome === 'string';
  });
}

function without(blocks: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...blocks].filter((block) => !others.has(block)));
}

/** Inputs that reach nothing new, one after the other. */
const dry = 8_000;
