/** A real PostgreSQL of its own for a test: fresh folder, free port, gone afterwards. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { childServer } from '../processes/child-server.ts';
import type { ChildServer } from '../processes/child-server.ts';
import { freePort } from '../processes/free-port.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

export interface PostgresServer {
  /** Makes an empty database and returns its URL. */
  freshDatabase(): Promise<string>;
  /** SIGKILL: what was committed is there after `restart`. */
  kill(): Promise<void>;
  /** Ends open connections, waits for nobody (fast shutdown). */
  stop(): Promise<void>;
  /** After `kill` or `stop`, on the same port with the same data. */
  restart(): Promise<void>;
  /** Stops and removes the data. */
  remove(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const { initdb, postgres } = postgresBinaries();
  const user = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'anchorage-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: folder };
  const data = join(folder, 'data');
  execFileSync(initdb, ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...as,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  const port = await freePort();
  const url = (database: string): string => `postgres://test@127.0.0.1:${port}/${database}`;
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: url('postgres'), connectionTimeoutMillis: 2_000 });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  const server = childServer({
    program: postgres,
    // Of a killed server nothing is lost without fsync; only of a machine without power.
    args: ['-D', data, '-k', '', '-c', `port=${port}`].concat(
      ['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=200', 'shared_buffers=32MB'].flatMap(
        (setting) => ['-c', setting],
      ),
    ),
    spawn: as,
    answers: () => run('select 1'),
  });
  await server.start();
  let databases = 0;
  return {
    freshDatabase: async () => {
      databases += 1;
      const name = `test_${databases}`;
      await run(`create database ${name}`);
      return url(name);
    },
    kill: () => server.end('SIGKILL'),
    stop: () => server.end('SIGINT'),
    restart: () => startAgain(server),
    remove: async () => {
      await server.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Children of a killed postmaster hold its memory until they notice: a new one refuses to start beside them. */
async function startAgain(server: ChildServer): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await server.start();
      return;
    } catch (error) {
      if (tries === mostTries) throw error;
      await sleep(250);
    }
  }
}

const mostTries = 40;
