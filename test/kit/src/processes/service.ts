/**
 * A service of the product as a process of its own, started as an operator would start it. What it prints on standard
 * output is its ready line; its log, on standard error, is kept for the test to look at.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

export type ServiceName = 'gateway' | 'front' | 'connector' | 'portal';

export interface ServiceProcess {
  readonly name: ServiceName;
  /** Empty for a connector, which listens to nobody. */
  readonly url: string;
  readonly pid: number;
  /** Everything logged so far, one JSON object a line. */
  log(): string;
  /** As when the program that collects the log dies: what is logged from now on meets a broken pipe. */
  breakLog(): void;
  /** SIGTERM; resolves with the exit code when the process is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL: no goodbye. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts the same again: same port, same settings. */
  restart(): Promise<ServiceProcess>;
}

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly environment: Readonly<Record<string, string>>;
  readonly port?: number;
}

const readyDeadline = 30_000;

export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [join(root, 'services', options.name, 'src', 'main.ts')], {
    env: { ...inheritedEnvironment(), PORT: String(port), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that ends before its time must not leave services behind.
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const url = await readyLine(child, options.name, () => log);
  const gone = once(child, 'exit');
  return {
    name: options.name,
    url,
    pid: child.pid ?? -1,
    log: () => log,
    breakLog: () => void child.stderr.destroy(),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    restart: () => startService({ ...options, port }),
  };
}

/** Nothing of the caller's own settings may leak into the service under test. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return { PATH, HOME, LANG, TMPDIR, TZ: 'UTC' };
}

async function readyLine(child: ChildProcess, name: string, log: () => string): Promise<string> {
  let output = '';
  return await new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${name} ${why}\n${output}${log()}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), readyDeadline);
    const onEarlyExit = (code: number | null): void =>
      fail(`ended with ${code ?? 'a signal'} before it was ready`);
    child.once('exit', onEarlyExit);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const ready = /ready(?: at (\S+))?.*\n/.exec(output);
      if (ready === null) return;
      clearTimeout(timer);
      child.off('exit', onEarlyExit);
      resolve(ready[1] ?? '');
    });
  });
}
