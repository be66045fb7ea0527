/** A server program run as a child: started until it answers, ended, or killed the hard way. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

export interface ChildServer {
  /** Resolves when `answers` does for the first time. */
  start(): Promise<void>;
  /** Resolves when the process is gone. Nothing happens when it is not running. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export function childServer(options: {
  readonly program: string;
  readonly args: readonly string[];
  readonly spawn?: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd'>;
  /** Resolves once the server can be used; is asked again while it rejects. */
  readonly answers: () => Promise<void>;
}): ChildServer {
  let child: ChildProcess | null = null;
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  return {
    start: async () => {
      output = '';
      const started = spawn(options.program, options.args, {
        ...options.spawn,
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      started.once('error', (error) => keep(Buffer.from(String(error))));
      const kill = (): void => void started.kill('SIGKILL');
      process.once('exit', kill);
      started.once('exit', () => process.removeListener('exit', kill));
      for (let tries = 0; tries < 600; tries += 1) {
        if (started.exitCode !== null || started.signalCode !== null || started.pid === undefined) break;
        try {
          await options.answers();
          return;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
      kill();
      throw new Error(`${options.program} did not start:\n${output}`);
    },
    end: async (signal) => {
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      const impatience = setTimeout(() => ending.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(impatience);
    },
  };
}
