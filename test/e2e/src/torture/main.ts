/** `npm run torture -- --rounds N [--seed N] [--json]`: kill -9 at random moments of real syncs; exits 1 when anything was lost or doubled. */
import { explain, installMissing, readOptions } from '@anchorage/kit';
import { startSplitWorld } from '../split-world.ts';
import { torture, victims } from './rounds.ts';

const usage = 'npm run torture -- [--rounds N] [--seed N] [--json]';
const { values } = readOptions(
  {
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  },
  usage,
);
const whole = /^[1-9]\d{0,5}$/;
if (!whole.test(values.rounds) || !whole.test(values.seed)) explain(usage);
installMissing(['redis-server', 'radicale', 'python3-bcrypt']);
const world = await startSplitWorld();
const start = performance.now();
try {
  const outcomes = await torture({
    world,
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    progress: ({ round, victim, moment, lost, doubled }) =>
      process.stderr.write(
        `${round} of ${values.rounds}: ${victim} killed after ${moment} ms, ${lost.length} lost, ${doubled.length} doubled\n`,
      ),
  });
  const sum = (key: 'lost' | 'doubled'): number =>
    outcomes.reduce((total, outcome) => total + outcome[key].length, 0);
  const report = {
    rounds: outcomes.length,
    seed: Number(values.seed),
    lost: sum('lost'),
    doubled: sum('doubled'),
    killed: Object.fromEntries(
      victims.map((victim) => [victim, outcomes.filter((outcome) => outcome.victim === victim).length]),
    ),
    seconds: Math.round((performance.now() - start) / 1_000),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(`${report.rounds} rounds: ${report.lost} lost, ${report.doubled} doubled\n`);
  process.exitCode = report.lost + report.doubled === 0 ? 0 : 1;
} finally {
  await world.close();
}
