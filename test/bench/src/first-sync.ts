/**
 * A phone's first sync: how long until the phone is done, how long until everything is in the cloud, against how long
 * the same PUTs take without any gateway; what the gateway itself costs in CPU and memory.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contactText,
  createApiOperator,
  createOperator,
  createPhone,
  defaultUsers,
  installMissing,
  operatorToken,
  startRadicale,
  startService,
  type DavServer,
  type DavUser,
} from '@anchorage/kit';
import type { BenchOptions, Figures } from './bench.ts';
import { processCost } from './process-cost.ts';
import { rawPuts } from './raw-puts.ts';
import { seconds, until } from './time.ts';

/** Radicale's own server takes one request after the other: more in parallel only wait (dav: measured). */
const parallelisms = [1, 4];

export async function firstSync({ items, progress }: BenchOptions): Promise<Figures> {
  installMissing(['radicale', 'python3-bcrypt']);
  const folder = await mkdtemp(join(tmpdir(), 'anchorage-bench-'));
  const user = defaultUsers[0] ?? { name: 'alice', password: 'alice-pw' };
  const cloud = await startRadicale({ users: [user] });
  try {
    const through = await throughGateway({ folder, cloud, user, items, progress });
    const bodies = (await cloud.listAll(user, 'contacts')).map(({ body }) => body);
    const raw: number[] = [];
    for (const parallel of parallelisms) {
      await cloud.wipe();
      progress(`the same ${bodies.length} PUTs without a gateway, ${parallel} at a time ...`);
      raw.push(await rawPuts(cloud, user, bodies, parallel));
    }
    const best = Math.min(...raw);
    return {
      ...through,
      rawSeconds: best,
      rawParallelism: parallelisms[raw.indexOf(best)] ?? 0,
      cloudDoneOverRaw: round(through['cloudDoneSeconds'] / best),
    };
  } finally {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Setting {
  readonly folder: string;
  readonly cloud: DavServer;
  readonly user: DavUser;
  readonly items: number;
  readonly progress: (text: string) => void;
}

async function throughGateway({ folder, cloud, user, items, progress }: Setting) {
  const gateway = await startService({
    name: 'gateway',
    environment: { DATA_DIR: folder, DAV_ALLOW_PRIVATE: 'true', METRICS_PORT: '0', LOG_LEVEL: 'warn' },
  });
  try {
    const operator = createOperator({ DATA_DIR: folder });
    await operator.addAccount('alice');
    await operator.addLink('alice', { url: cloud.url, username: user.name, password: user.password });
    const login = await operator.addDevice('alice');
    const phone = createPhone({
      ...login,
      deviceUri: 'IMEI:000000000000001',
      encoding: 'wbxml',
      maxMsgSize: 150_000,
      datastores: { card: { type: 'text/x-vcard' } },
    });
    for (let seed = 1; seed <= items; seed += 1) phone.add('card', contactText(seed, 'text/x-vcard'));

    progress(`first sync of ${items} contacts ...`);
    const before = await processCost(gateway.pid);
    const start = performance.now();
    const report = await phone.sync();
    if (report.outcome !== 'finished') throw new Error(`the sync ended as ${report.outcome}`);
    const phoneDone = seconds(start);
    progress(`the phone is done after ${phoneDone} s; the cloud follows ...`);
    // Asked of the gateway, not of the server: listing a thousand resources twice a second would slow the server down.
    const api = createApiOperator({ url: gateway.url, token: await operatorToken(folder) });
    await until(async () => (await api.pendingWrites('alice')) === 0);
    const cloudDone = seconds(start);
    const arrived = (await cloud.listAll(user, 'contacts')).length;
    if (arrived !== items) throw new Error(`${arrived} of ${items} contacts arrived`);
    const after = await processCost(gateway.pid);
    return {
      phoneDoneSeconds: phoneDone,
      cloudDoneSeconds: cloudDone,
      messages: report.messages,
      ownCpuMillisecondsPerItem: round(((after.cpuSeconds - before.cpuSeconds) * 1000) / items),
      peakMemoryMegabytes: round(after.peakOctets / 1e6),
    };
  } finally {
    await gateway.stop();
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
