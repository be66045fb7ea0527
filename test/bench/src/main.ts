/**
 * `npm run bench -- NAME [--json]`: one benchmark in one run, against real servers. Figures of different runs or
 * machines do not compare; the ratios within a run do.
 */
import { parseArgs } from 'node:util';
import type { BenchOptions, Figures } from './bench.ts';
import { firstSync } from './first-sync.ts';

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Figures>>> = {
  'first-sync': firstSync,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, items: { type: 'string', default: '1000' } },
});
const name = positionals[0] ?? '';
const bench = benches[name];
if (bench === undefined || !/^[1-9]\d{0,5}$/.test(values.items)) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--items N] [--json]\n`);
  process.exit(2);
}
const figures = await bench({
  items: Number(values.items),
  progress: (text) => process.stderr.write(`${text}\n`),
});
if (values.json)
  process.stdout.write(`${JSON.stringify({ bench: name, items: Number(values.items), ...figures })}\n`);
else for (const [key, value] of Object.entries(figures)) process.stdout.write(`${key.padEnd(28)} ${value}\n`);
