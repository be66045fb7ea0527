/** A gateway in one process for a benchmark, with an operator who can add people to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiOperator, operatorToken, startService } from '@anchorage/kit';
import type { ApiOperator, PhoneLogin, ServiceProcess } from '@anchorage/kit';

export interface BenchGateway {
  readonly service: ServiceProcess;
  readonly operator: ApiOperator;
  /** An account linked to the cloud at `url`, and a login for its phone. */
  newPerson(name: string, url: string): Promise<PhoneLogin>;
  close(): Promise<void>;
}

export async function startBenchGateway(): Promise<BenchGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'anchorage-bench-'));
  const environment = { DATA_DIR: folder, DAV_ALLOW_PRIVATE: 'true', METRICS_PORT: '0', LOG_LEVEL: 'warn' };
  const service = await startService({ name: 'gateway', environment });
  const operator = createApiOperator({ url: service.url, token: await operatorToken(folder) });
  return {
    service,
    operator,
    async newPerson(name, url) {
      await operator.addAccount(name);
      await operator.addLink(name, { url, username: name, password: 'not-asked-for' });
      return operator.addDevice(name);
    },
    async close() {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
