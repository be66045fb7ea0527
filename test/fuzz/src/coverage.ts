/**
 * Which code the inputs have reached, by V8's own counters: feedback for the mutations without a line of instrumentation,
 * on the sources as they stand. One at a time: the counters are the whole thread's.
 */
import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';

export interface Coverage {
  /** Blocks of the code that were run since the last call; none after `close`. */
  take(): ReadonlySet<string>;
  /** The code runs at its own speed again. May be called again. */
  close(): void;
}

/** `code`: of which files. */
export function createCoverage(code: RegExp): Coverage {
  const session = new Session();
  session.connect();
  let isOpen = true;
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take() {
      const blocks = new Set<string>();
      if (!isOpen) return blocks;
      for (const { url, scriptId, functions } of counted(session)) {
        if (!code.test(url)) continue;
        for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges))
          if (count > 0) blocks.add(`${scriptId}:${startOffset}-${endOffset}`);
      }
      return blocks;
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** The session is of this very thread, so that the answer is there when `post` returns. */
function counted(session: Session): readonly Profiler.ScriptCoverage[] {
  let result: readonly Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (_, answer) => {
    result = answer.result;
  });
  return result;
}
