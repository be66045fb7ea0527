/**
 * A small world for one test: a real DAV server, the gateway as its own process, an account linked to the server.
 * Everything lives in one temporary folder and is gone afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createOperator,
  defaultUsers,
  startRadicale,
  startService,
  startXandikos,
  type DavServer,
  type DavUser,
  type Operator,
  type ServiceProcess,
} from '@anchorage/kit';

export interface World {
  readonly folder: string;
  readonly cloud: DavServer;
  readonly user: DavUser;
  readonly account: string;
  readonly operator: Operator;
  /** The gateway as it runs now; replaced by `restartGateway`. */
  gateway(): ServiceProcess;
  restartGateway(): Promise<void>;
  bodies(collection: 'contacts' | 'calendar'): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly product: DavServer['product'];
  /** Where the account is linked to instead of the server itself: a proxy in front of it. */
  readonly linkUrl?: (cloud: DavServer) => Promise<string>;
  readonly environment?: Readonly<Record<string, string>>;
}

export const account = 'alice';
const user: DavUser = defaultUsers[0] ?? { name: 'alice', password: 'alice-pw' };

export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'anchorage-e2e-'));
  const cloud = await (options.product === 'radicale' ? startRadicale : startXandikos)({ users: [user] });
  let gateway = await startService({
    name: 'gateway',
    environment: { DATA_DIR: folder, DAV_ALLOW_PRIVATE: 'true', METRICS_PORT: '0', ...options.environment },
  });
  const operator = createOperator({ DATA_DIR: folder });
  await operator.addAccount(account);
  const url = (await options.linkUrl?.(cloud)) ?? cloud.url;
  await operator.addLink(account, { url, username: user.name, password: user.password });
  return {
    folder,
    cloud,
    user,
    account,
    operator,
    gateway: () => gateway,
    async restartGateway() {
      gateway = await gateway.restart();
    },
    bodies: async (collection) => (await cloud.listAll(user, collection)).map(({ body }) => body),
    async close() {
      await gateway.kill().catch(() => undefined);
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
