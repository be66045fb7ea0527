/**
 * `npm run simulate`: runs of the simulation.
 *
 *   --seed N --story        one run, told in words
 *   --seeds N [--from N]    many runs, on as many processors as there are, or in `--workers N`; `--json` for one line of figures
 *   --sabotage NAME         with a fault planted in the product that must be found
 *
 * Exits with 1 when something was found, and with a fault planted when nothing was.
 */
import { explain, readOptions } from '@anchorage/kit';
import { runMany } from './run-many.ts';
import { runSeed } from './run-seed.ts';
import { isSabotage, sabotageNames } from './sabotage/sabotage.ts';
import type { SabotageName } from './sabotage/sabotage.ts';

const usage =
  'npm run simulate -- --seed N [--story] | --seeds N [--from N] [--workers N]  ' +
  `[--json] [--sabotage ${sabotageNames.join('|')}]`;
const { values } = readOptions(
  {
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string' },
      sabotage: { type: 'string' },
      story: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  },
  usage,
);
const sabotage = values.sabotage ?? null;
if (
  !isWhole(values.seed ?? values.seeds) ||
  !isWhole(values.from) ||
  !isWhole(values.workers ?? '1') ||
  (sabotage !== null && !isSabotage(sabotage))
)
  explain(usage);
const found = values.seed === undefined ? await many() : await one(Number(values.seed));
process.exitCode = found === (sabotage !== null) ? 0 : 1;

async function one(seed: number): Promise<boolean> {
  const result = await runSeed(seed, { story: values.story, sabotage: sabotage as SabotageName | null });
  if (values.json) say(JSON.stringify(result));
  else {
    for (const line of result.story) say(line);
    say(`seed ${seed}: ${result.sessions} sessions, ${result.steps} steps, trace ${result.trace}`);
    for (const { invariant, what } of result.findings) say(`${invariant}: ${what}`);
    if (result.findings.length === 0) say('nothing found');
  }
  return result.findings.length > 0;
}

async function many(): Promise<boolean> {
  const figures = await runMany({
    from: Number(values.from),
    count: Number(values.seeds),
    sabotage: sabotage as SabotageName | null,
    ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
    progress: (text) => process.stderr.write(`${text}\n`),
  });
  if (values.json) say(JSON.stringify(figures));
  else {
    for (const [key, value] of Object.entries(figures)) {
      say(`${key.padEnd(20)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
    }
    for (const { seed } of figures.failures) say(`npm run simulate -- --seed ${seed} --story`);
  }
  return figures.failures.length > 0;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text);
}
