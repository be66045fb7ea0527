/** Commands that people call by hand: what is called wrongly is answered with how to call it. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** `usage`: from `npm run` on. Ends the process with 2 at an option that `config` does not know. */
export function readOptions<T extends ParseArgsConfig>(
  config: T,
  usage: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return explain(usage);
  }
}

/** Ends the process with 2. */
export function explain(usage: string): never {
  process.stderr.write(`usage: ${usage}\n`);
  process.exit(2);
}
