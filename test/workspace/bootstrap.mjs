/**
 * Runs before every README command, under whatever Node the machine has: installs the packages when this clone has
 * none, or when the lock file is newer than what is installed. Plain JavaScript, because the Node that runs
 * TypeScript is one of the packages.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const installed = join(root, 'node_modules', '.package-lock.json');
const wanted = join(root, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  process.stderr.write('Installing the packages of this clone (npm ci) ...\n');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    process.stderr.write('npm ci failed; see above. The registry must be reachable once.\n');
    process.exit(status ?? 1);
  }
}
