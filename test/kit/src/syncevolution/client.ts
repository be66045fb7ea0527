/**
 * SyncEvolution as a phone: a SyncML client nobody here wrote, with one file per item. One object is one device: its
 * folder keeps configuration, anchors, nonce and items between syncs.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readSessionReport, type SessionReport } from './report.ts';

const run = promisify(execFile);

export type SyncEvolutionMode =
  | 'two-way'
  | 'slow'
  | 'refresh-from-local'
  | 'refresh-from-remote'
  | 'one-way-from-local'
  | 'one-way-from-remote';

export type SyncEvolutionStore = 'card' | 'cal';

export interface SyncEvolutionOptions {
  /** The device's own folder. */
  readonly folder: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Source LocURI. */
  readonly deviceId: string;
  readonly version: '1.0' | '1.1' | '1.2';
  readonly encoding: 'xml' | 'wbxml';
  readonly auth: 'md5' | 'basic';
  readonly stores?: readonly SyncEvolutionStore[];
  /** Force vCard 2.1 and vCalendar 1.0, as old phones send them. */
  readonly oldFormats?: boolean;
  readonly maxMsgSize?: number;
}

export interface SyncEvolution {
  /** Runs one sync. Resolves with what the client reports, whether it succeeded or not. */
  sync(mode?: SyncEvolutionMode): Promise<SessionReport>;
  /** File name to text of every item. */
  items(store: SyncEvolutionStore): Promise<ReadonlyMap<string, string>>;
  write(store: SyncEvolutionStore, name: string, text: string): Promise<void>;
  remove(store: SyncEvolutionStore, name: string): Promise<void>;
  /**
   * The user presses Ctrl-C (twice: the client asks once) or the battery falls out, in the middle of a sync. Resolves
   * when the first signal is on its way.
   */
  interrupt(how: 'suspend' | 'die'): Promise<void>;
}

/** The file backend sees an edit by its time in whole seconds: wait this long between a sync and an edit. */
export const editDelay = 1100;

const stores: Readonly<Record<SyncEvolutionStore, { folder: string; format: string; oldFormat: string }>> = {
  card: { folder: 'contacts', format: 'text/vcard', oldFormat: 'text/x-vcard' },
  cal: { folder: 'events', format: 'text/calendar', oldFormat: 'text/x-vcalendar' },
};

export async function createSyncEvolution(options: SyncEvolutionOptions): Promise<SyncEvolution> {
  const used = options.stores ?? ['card', 'cal'];
  for (const store of used) await mkdir(itemFolder(options, store), { recursive: true });
  const environment = await environmentOf(options);
  await configure(options, used, environment);

  return {
    async sync(mode = 'two-way') {
      const args = ['--daemon=no', '--sync', mode, 'server@device', ...used];
      const output = await run('syncevolution', args, { env: environment, maxBuffer: 1 << 28 }).catch(
        (error: { stdout?: string; stderr?: string }) => ({
          stdout: error.stdout ?? '',
          stderr: error.stderr ?? '',
        }),
      );
      return readSessionReport(join(options.folder, 'cache', 'syncevolution'), output.stdout + output.stderr);
    },
    async items(store) {
      const names = await readdir(itemFolder(options, store));
      return new Map(
        await Promise.all(
          names.map(
            async (name) => [name, await readFile(join(itemFolder(options, store), name), 'utf8')] as const,
          ),
        ),
      );
    },
    write: (store, name, text) => writeFile(join(itemFolder(options, store), name), text),
    remove: (store, name) => rm(join(itemFolder(options, store), name)),
    async interrupt(how) {
      const pids = await ownProcesses(options.folder);
      signal(pids, how === 'die' ? 'SIGKILL' : 'SIGINT');
      // The same processes again, not those of a later sync.
      if (how === 'suspend') void sleep(300).then(() => signal(pids, 'SIGINT'));
    },
  };
}

async function configure(
  options: SyncEvolutionOptions,
  used: readonly SyncEvolutionStore[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const session = [
    'keyring=no',
    `deviceId=${options.deviceId}`,
    `syncURL=${options.url}`,
    `username=${options.username}`,
    `password=${options.password}`,
    `clientAuthType=${options.auth}`,
    `SyncMLVersion=${options.version}`,
    `enableWBXML=${options.encoding === 'wbxml' ? 1 : 0}`,
    ...(options.maxMsgSize === undefined ? [] : [`maxMsgSize=${options.maxMsgSize}`]),
    'loglevel=3',
    'maxlogdirs=20',
    'printChanges=0',
    'dumpData=0',
    'preventSlowSync=0',
    'enableRefreshSync=1',
    // The client resends by itself after this many seconds without an answer.
    'RetryInterval=10',
    'RetryDuration=120',
  ];
  await run(
    'syncevolution',
    ['--daemon=no', '--configure', '--template', 'none', ...session, 'sync=none', 'server@device'],
    {
      env: environment,
    },
  );
  for (const store of used) {
    const { format, oldFormat } = stores[store];
    const properties = [
      'sync=two-way',
      `uri=${store}`,
      'backend=file',
      `databaseFormat=${format}`,
      `database=file://${itemFolder(options, store)}`,
      ...(options.oldFormats === true ? [`syncFormat=${oldFormat}`, 'forceSyncFormat=1'] : []),
    ];
    await run('syncevolution', ['--daemon=no', '--configure', ...properties, 'server@device', store], {
      env: environment,
    });
  }
}

/** This device's processes and no other's: they carry its folder in their environment. */
async function ownProcesses(folder: string): Promise<readonly number[]> {
  const own: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const program = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    const mine = environment.includes(`XDG_CONFIG_HOME=${join(folder, 'config')}\0`);
    if (mine && program.startsWith('syncevolution')) own.push(Number(pid));
  }
  return own;
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

function itemFolder({ folder }: SyncEvolutionOptions, store: SyncEvolutionStore): string {
  return join(folder, 'pim', stores[store].folder);
}

async function environmentOf({ folder }: SyncEvolutionOptions): Promise<NodeJS.ProcessEnv> {
  const { DISPLAY: _display, DBUS_SESSION_BUS_ADDRESS: _bus, ...inherited } = process.env;
  return {
    ...inherited,
    LD_PRELOAD: await curlCallbacks(folder),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    LC_ALL: 'C.UTF-8',
    TZ: 'Europe/Berlin',
  };
}

/** See native/curl-callbacks.c. Compiled into the device's folder, so that two test runs never share a half-written file. */
async function curlCallbacks(folder: string): Promise<string> {
  const library = join(folder, 'curl-callbacks.so');
  if (!existsSync(library)) {
    const source = join(import.meta.dirname, '..', '..', 'native', 'curl-callbacks.c');
    await run('gcc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  }
  return library;
}
