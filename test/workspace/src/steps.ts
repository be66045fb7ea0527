/** Running the workspace's commands one after the other, each named, timed and stopped at the first failure. */
import { spawnSync } from 'node:child_process';
import { workspaceRoot } from './projects.ts';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** True when the step's command exited with 0. What it prints goes through unchanged. */
export function runStep({ name, command, args, environment }: Step): boolean {
  const start = performance.now();
  console.log(`\n== ${name}: ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    cwd: workspaceRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
  return status === 0;
}
