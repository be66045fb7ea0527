/**
 * The production rung for one test: PostgreSQL, Redis, Radicale; two fronts, a connector and a portal as processes of
 * their own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createApiOperator,
  createOperator,
  startPostgres,
  startRadicale,
  startRedis,
  startService,
  type ApiOperator,
  type DavServer,
  type DavUser,
  type Operator,
  type PostgresServer,
  type RedisServer,
  type ServiceName,
  type ServiceProcess,
} from '@anchorage/kit';

/** One person of a test's own: an account here, linked to a user there. */
export interface Person {
  readonly account: string;
  readonly user: DavUser;
  bodies(collection: 'contacts' | 'calendar'): Promise<readonly string[]>;
  /** As another client of the cloud would. */
  put(collection: 'contacts' | 'calendar', name: string, body: string): Promise<void>;
}

export interface SplitWorld {
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly operator: Operator;
  /** The same operator without a process for every call. */
  readonly api: ApiOperator;
  newPerson(): Promise<Person>;
  /** `front`, `front2`, `connector`, `portal` as they run now. */
  service(name: SplitService): ServiceProcess;
  /** Kills one with -9 and starts it again. */
  killAndRestart(name: SplitService): Promise<void>;
  close(): Promise<void>;
}

export type SplitService = 'front' | 'front2' | 'connector' | 'portal';

const programs: Readonly<Record<SplitService, ServiceName>> = {
  front: 'front',
  front2: 'front',
  connector: 'connector',
  portal: 'portal',
};
const token = 'operator-token-of-this-test';
const users: readonly DavUser[] = Array.from({ length: 16 }, (_, index) => ({
  name: `person${index}`,
  password: `password-${index}-of-the-cloud`,
}));

/** `linkUrl`: where the account is linked to instead of the server itself, e.g. a proxy in front of it. */
export async function startSplitWorld(linkUrl?: (cloud: DavServer) => Promise<string>): Promise<SplitWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'anchorage-split-'));
  const [cloud, postgres, redis] = await Promise.all([
    startRadicale({ users }),
    startPostgres(),
    startRedis(),
  ]);
  const environment = {
    DATA_DIR: folder,
    DATABASE_URL: await postgres.freshDatabase(),
    REDIS_URL: redis.url,
    ANCHORAGE_KEY: `test:${randomBytes(32).toString('base64')}`,
    ANCHORAGE_TOKEN: token,
    DAV_ALLOW_PRIVATE: 'true',
    METRICS_PORT: '0',
    SWEEP_INTERVAL_MS: '1000',
    JOB_LOCK_MS: '3000',
  };
  const services = new Map<SplitService, ServiceProcess>();
  const start = async (name: SplitService): Promise<void> => {
    services.set(name, await startService({ name: programs[name], environment }));
  };
  // The first one brings the schema up; all at once is a test of the store's own.
  for (const name of ['portal', 'connector', 'front', 'front2'] as const) await start(name);
  const service = (name: SplitService): ServiceProcess => {
    const found = services.get(name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  const operator = createOperator({ ANCHORAGE_URL: service('portal').url, ANCHORAGE_TOKEN: token });
  const url = (await linkUrl?.(cloud)) ?? cloud.url;
  const free = [...users];
  return {
    redis,
    postgres,
    operator,
    api: createApiOperator({ url: service('portal').url, token }),
    service,
    async killAndRestart(name) {
      await service(name).kill();
      services.set(name, await service(name).restart());
    },
    async newPerson() {
      const user = free.shift();
      if (user === undefined) throw new Error('more tests than people');
      await operator.addAccount(user.name);
      await operator.addLink(user.name, { url, username: user.name, password: user.password });
      return {
        account: user.name,
        user,
        bodies: async (collection) => (await cloud.listAll(user, collection)).map(({ body }) => body),
        put: async (collection, name, body) => void (await cloud.put(user, collection, name, body)),
      };
    },
    async close() {
      await Promise.all([...services.values()].map((one) => one.kill().catch(() => undefined)));
      await Promise.all([cloud.close(), postgres.remove(), redis.remove()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
