/** A real Redis of its own for a test: Debian's `redis-server` with an append-only file, on a free port. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childServer } from '../processes/child-server.ts';
import { freePort } from '../processes/free-port.ts';
import { redisCommand } from './redis-command.ts';

export interface RedisServer {
  readonly url: string;
  /** Sends one command, e.g. `['DBSIZE']`; resolves with the reply as Redis wrote it. */
  command(words: readonly string[]): Promise<string>;
  flushAll(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** After `kill` or `stop`, on the same port with the same data. */
  restart(): Promise<void>;
  /** Keeps a copy of what it holds; the result kills it and starts it again with that, as after a restored backup. */
  remember(): Promise<() => Promise<void>>;
  /** Kills it and starts it again without the end of what it wrote, as after a power cut. */
  forgetTail(octets: number): Promise<void>;
  /** Stops and removes the data. */
  remove(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  if (!existsSync(program)) throw new Error(`${program} is missing: apt-get install redis-server`);
  const folder = mkdtempSync(join(tmpdir(), 'anchorage-redis-'));
  const port = await freePort();
  const command = (words: readonly string[]): Promise<string> => redisCommand(port, words);
  const server = childServer({
    program,
    args: [
      `--port ${port} --bind 127.0.0.1 --save`,
      '',
      `--dir ${folder} --appendonly yes --appendfsync always --maxmemory-policy noeviction`,
    ].flatMap((words) => (words === '' ? [''] : words.split(' '))),
    spawn: { cwd: folder },
    answers: async () => {
      const reply = await command(['PING']);
      if (!reply.startsWith('+PONG')) throw new Error('still loading');
    },
  });
  await server.start();
  return {
    url: `redis://127.0.0.1:${port}`,
    command,
    flushAll: async () => {
      await command(['FLUSHALL']);
    },
    kill: () => server.end('SIGKILL'),
    stop: () => server.end('SIGTERM'),
    restart: () => server.start(),
    remember: () => {
      const copy = mkdtempSync(join(tmpdir(), 'anchorage-redis-copy-'));
      cpSync(folder, copy, { recursive: true });
      return Promise.resolve(async () => {
        await server.end('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
        cpSync(copy, folder, { recursive: true });
        rmSync(copy, { recursive: true, force: true });
        await server.start();
      });
    },
    forgetTail: async (octets) => {
      await server.end('SIGKILL');
      const written = join(folder, 'appendonlydir');
      for (const name of readdirSync(written).filter((file) => file.endsWith('.incr.aof'))) {
        const file = join(written, name);
        truncateSync(file, Math.max(0, statSync(file).size - octets));
      }
      await server.start();
    },
    remove: async () => {
      await server.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const program = '/usr/bin/redis-server';
