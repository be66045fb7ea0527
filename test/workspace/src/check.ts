/**
 * `npm run check`: format, lint with cycles, types, boundaries, unit tests. No network, no server; hooks and CI call
 * this very script.
 */
import { runStep, type Step } from './steps.ts';

const steps: readonly Step[] = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'lint and cycles', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', command: 'tsc', args: ['-b'] },
  { name: 'boundaries and unit tests', command: 'vitest', args: ['run', '--project', 'unit'] },
];

process.exitCode = steps.every(runStep) ? 0 : 1;
