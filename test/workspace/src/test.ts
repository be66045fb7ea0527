/**
 * `npm test`: everything, on a fresh clone: Debian's servers and client, the checks, every test. The last line says
 * how many passed, failed and were skipped.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissing } from '@anchorage/kit';
import { runStep } from './steps.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

installMissing();
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const reportFile = join(folder, 'report.json');
const checks = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'lint and cycles', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', command: 'tsc', args: ['-b'] },
].map(runStep);
const tests = runStep({
  name: 'tests',
  command: 'vitest',
  args: [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
});

const report = readReport();
rmSync(folder, { recursive: true });
const failedChecks = checks.filter((passed) => !passed).length;
console.log(
  `${report.numPassedTests + checks.length - failedChecks} passed, ${report.numFailedTests + failedChecks} failed, ${report.numPendingTests} skipped`,
);
process.exitCode = tests && failedChecks === 0 && report.success && report.numPassedTests > 0 ? 0 : 1;

function readReport(): Report {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, success: false };
  }
}
