/** Starting and ending a server's process. Only the process started here is ever signalled. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

export interface ServerProcess {
  start(): Promise<void>;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ServerProcessOptions {
  readonly binary: string;
  /** Debian's package that brings it. */
  readonly debianPackage: string;
  readonly args: readonly string[];
  readonly url: string;
}

export function createServerProcess(options: ServerProcessOptions): ServerProcess {
  let child: ChildProcess | null = null;
  let output = '';

  return {
    async start() {
      if (!existsSync(options.binary)) {
        throw new Error(`${options.binary} is missing: apt-get install ${options.debianPackage}`);
      }
      output = '';
      // Debian's own Python: another one in PATH does not know Debian's modules.
      const started = spawn('/usr/bin/python3', [options.binary, ...options.args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const keep = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-4000);
      };
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      remember(started);
      await untilAnswering(started);
    },
    async end(signal) {
      const ending = child;
      child = null;
      if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.kill(signal);
      const impatience = setTimeout(() => ending.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(impatience);
    },
  };

  async function untilAnswering(started: ChildProcess): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (started.exitCode !== null) break;
      try {
        const answer = await fetch(options.url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
        await answer.arrayBuffer();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    started.kill('SIGKILL');
    throw new Error(`${options.binary} did not answer at ${options.url}:\n${output}`);
  }
}

/** A test run that ends early must not leave servers behind. */
function remember(started: ChildProcess): void {
  if (running.size === 0 && process.listeners('exit').every((listener) => listener !== killAll)) {
    process.on('exit', killAll);
  }
  running.add(started);
  started.once('exit', () => running.delete(started));
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

const running = new Set<ChildProcess>();

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
