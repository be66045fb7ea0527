/** The command line as an operator uses it: the real program, as a process, with --json. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const entry = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'services',
  'portal',
  'src',
  'cli',
  'main.ts',
);

export interface PhoneLogin {
  readonly id: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface Operator {
  /** Runs one command; throws with what it printed when it fails. Answers its JSON. */
  run(args: readonly string[], input?: string): Promise<unknown>;
  addAccount(name: string, timeZone?: string): Promise<void>;
  addLink(
    account: string,
    link: { readonly url: string; readonly username: string; readonly password: string },
  ): Promise<void>;
  addDevice(account: string, name?: string): Promise<PhoneLogin>;
  /** Refresh and push everything; resolves when the journal is empty. */
  sync(account: string): Promise<void>;
}

/** `environment` says where the gateway is: DATA_DIR, or ANCHORAGE_URL and ANCHORAGE_TOKEN. */
export function createOperator(environment: Readonly<Record<string, string>>): Operator {
  const run = async (args: readonly string[], input = ''): Promise<unknown> => {
    const child = spawn(process.execPath, [entry, ...args, '--json'], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.stdin.end(input);
    await once(child, 'close');
    if (child.exitCode !== 0) throw new Error(`anchorage ${args.join(' ')}: ${complaint}${output}`);
    return JSON.parse(output);
  };
  return {
    run,
    async addAccount(name, timeZone = 'Europe/Berlin') {
      await run(['account', 'add', name, '--time-zone', timeZone]);
    },
    async addLink(account, { url, username, password }) {
      await run(
        ['link', 'add', '--account', account, '--url', url, '--username', username, '--password-stdin'],
        password,
      );
    },
    async addDevice(account, name = 'phone') {
      return (await run(['device', 'add', '--account', account, '--name', name])) as PhoneLogin;
    },
    async sync(account) {
      await run(['sync', account, '--wait', '--timeout', '120']);
    },
  };
}
