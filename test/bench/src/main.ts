/**
 * `npm run bench -- NAME [--json]`: one benchmark in one run, against real servers. Figures of different runs or
 * machines do not compare; the ratios within a run do.
 */
import { explain, readOptions } from '@anchorage/kit';
import type { BenchOptions, Figures } from './bench.ts';
import { concurrentSessions } from './concurrent-sessions.ts';
import { firstSync } from './first-sync.ts';
import { quietSync } from './quiet-sync.ts';

const benches: Readonly<
  Record<string, { readonly run: (options: BenchOptions) => Promise<Figures>; readonly items: number }>
> = {
  'first-sync': { run: firstSync, items: 1000 },
  'quiet-sync': { run: quietSync, items: 200 },
  'concurrent-sessions': { run: concurrentSessions, items: 20 },
};

const usage = `npm run bench -- ${Object.keys(benches).join('|')} [--items N] [--json]`;
const { values, positionals } = readOptions(
  {
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, items: { type: 'string' } },
  },
  usage,
);
const name = positionals[0] ?? '';
const bench = benches[name];
const items = values.items ?? String(bench?.items);
if (bench === undefined || !/^[1-9]\d{0,5}$/.test(items)) explain(usage);
const figures = await bench.run({
  items: Number(items),
  progress: (text) => process.stderr.write(`${text}\n`),
});
if (values.json)
  process.stdout.write(`${JSON.stringify({ bench: name, items: Number(items), ...figures })}\n`);
else for (const [key, value] of Object.entries(figures)) process.stdout.write(`${key.padEnd(28)} ${value}\n`);
