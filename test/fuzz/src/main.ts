/** `npm run fuzz -- --target NAME --inputs N --seed N [--guided N] [--json] [--keep FOLDER]` */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, readOptions } from '@anchorage/kit';
import { fuzz } from './fuzz.ts';
import { targets } from './targets/index.ts';

const usage =
  `npm run fuzz -- --target ${Object.keys(targets).join('|')} ` +
  '[--inputs N] [--seed N] [--guided N] [--keep FOLDER] [--json]';
const { values } = readOptions(
  {
    options: {
      target: { type: 'string', default: '' },
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      guided: { type: 'string' },
      keep: { type: 'string', default: 'fuzz-findings' },
      json: { type: 'boolean', default: false },
    },
  },
  usage,
);
const open = targets[values.target];
const whole = /^[1-9]\d{0,8}$/;
if (
  open === undefined ||
  !whole.test(values.inputs) ||
  !whole.test(values.seed) ||
  !whole.test(values.guided ?? '1')
)
  explain(usage);
const start = performance.now();
let shown = start;
const { findings, ...figures } = fuzz(open(), {
  inputs: Number(values.inputs),
  seed: Number(values.seed),
  ...(values.guided === undefined ? {} : { guided: Number(values.guided) }),
  progress: (done, kept) => {
    if (performance.now() - shown < 5_000) return;
    shown = performance.now();
    process.stderr.write(`${done} of ${values.inputs} inputs, ${kept} kept\n`);
  },
});
for (const { input, problem } of findings) {
  mkdirSync(values.keep, { recursive: true });
  const name = createHash('sha256').update(input).digest('hex').slice(0, 12);
  writeFileSync(join(values.keep, `${values.target}-${name}`), input);
  process.stderr.write(`${name}: ${problem}\n`);
}
const report = {
  target: values.target,
  seed: Number(values.seed),
  ...figures,
  findings: findings.length,
  seconds: Math.round((performance.now() - start) / 1000),
};
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else for (const [key, value] of Object.entries(report)) process.stdout.write(`${key.padEnd(22)} ${value}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
