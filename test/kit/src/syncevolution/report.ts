/** What SyncEvolution wrote about its last session: status.ini, one number per source and kind of change. */
import { readdir, readFile } from 'node:fs/promises';

export interface SourceReport {
  readonly mode: string;
  /** 0 or 200: fine. */
  readonly status: number;
  /** Changes made on the device by the server. */
  readonly local: Changes;
  /** Changes made on the server by the device. */
  readonly remote: Changes;
}

export interface Changes {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly failed: number;
}

export interface SessionReport {
  readonly ok: boolean;
  readonly status: number;
  readonly error: string | null;
  readonly sources: Readonly<Record<string, SourceReport>>;
  /** What the client printed, for a failing test. */
  readonly output: string;
}

export async function readSessionReport(cacheFolder: string, output: string): Promise<SessionReport> {
  // Named by the minute and a letter; behind the letters the client counts on through all octets.
  const newest = (await readdir(cacheFolder, 'latin1').catch(() => []))
    .filter((name) => name.startsWith('server@device-'))
    .toSorted()
    .at(-1);
  if (newest === undefined)
    return { ok: false, status: -1, error: 'the client made no session', sources: {}, output };
  const file = Buffer.concat([Buffer.from(`${cacheFolder}/`), Buffer.from(`${newest}/status.ini`, 'latin1')]);
  const values = parseIni(await readFile(file, 'utf8'));
  const names = [...values.keys()].flatMap((key) => /^source-(.+)-mode$/.exec(key)?.[1] ?? []);
  const sources = Object.fromEntries(names.map((name) => [name, sourceReport(values, name)]));
  const status = numberOf(values, 'status');
  const fine = (code: number): boolean => code === 0 || code === 200;
  return {
    ok: fine(status) && Object.values(sources).every((source) => fine(source.status)),
    status,
    error: values.get('error') ?? null,
    sources,
    output,
  };
}

function sourceReport(values: ReadonlyMap<string, string>, name: string): SourceReport {
  const changes = (side: string): Changes => {
    const count = (what: string) => numberOf(values, `source-${name}-stat-${side}-${what}`);
    return {
      added: count('added-total'),
      updated: count('updated-total'),
      removed: count('removed-total'),
      failed: count('any-error'),
    };
  };
  return {
    mode: values.get(`source-${name}-mode`) ?? '',
    status: numberOf(values, `source-${name}-status`),
    local: changes('local'),
    remote: changes('remote'),
  };
}

function parseIni(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const match = /^(\S+) = (.*)$/.exec(line);
      return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
    }),
  );
}

function numberOf(values: ReadonlyMap<string, string>, key: string): number {
  return Number(values.get(key) ?? 0);
}
