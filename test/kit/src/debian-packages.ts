/**
 * The real servers and clients the tests talk to, from Debian. Where root may, what is missing is installed; where
 * not, one message says what to install and the tests that need it fail by themselves.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const programs: Readonly<Record<string, string>> = {
  radicale: '/usr/bin/radicale',
  xandikos: '/usr/bin/xandikos',
  'redis-server': '/usr/bin/redis-server',
  syncevolution: '/usr/bin/syncevolution',
  'libwbxml2-utils': '/usr/bin/wbxml2xml',
  gcc: '/usr/bin/gcc',
  'libc6-dev': '/usr/include/stdio.h',
  tzdata: '/usr/share/zoneinfo/Europe/Berlin',
  'python3-bcrypt': '/usr/lib/python3/dist-packages/bcrypt/__init__.py',
};

export function installMissing(names: readonly string[] = Object.keys(programs)): void {
  const missing = names.filter((name) => !existsSync(programs[name] ?? ''));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    console.error(
      `Missing: ${missing.join(', ')}. Install them with: sudo apt-get install ${missing.join(' ')}`,
    );
    return;
  }
  console.log(`Installing from Debian: ${missing.join(' ')}`);
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...missing);
}

function apt(...args: readonly string[]): void {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0)
    console.error(`apt-get ${args[0] ?? ''} ended with ${status ?? 'a signal'}; going on with what is here.`);
}
