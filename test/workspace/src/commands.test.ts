/** What people call by hand explains itself when it is called wrongly. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each([
  ['simulate', 'test/simulation/src/main.ts'],
  ['torture', 'test/e2e/src/torture/main.ts'],
  ['fuzz', 'test/fuzz/src/main.ts'],
  ['bench', 'test/bench/src/main.ts'],
  ['phone', 'test/kit/src/phone-cli.ts'],
])('%s: an unknown option', (name, file) => {
  const root = new URL('../../../', import.meta.url);
  const { status, stderr } = spawnSync(process.execPath, [file, '--unheard-of'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^Unknown option '--unheard-of'/);
  expect(stderr).toContain(`usage: npm run ${name} -- `);
  expect(stderr).not.toContain('node:internal');
  expect(status).toBe(2);
});
