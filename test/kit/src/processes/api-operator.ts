/** An operator with many people to add: the API that the command line uses, without a process for every call. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operator, PhoneLogin } from './operator.ts';

export type ApiOperator = Pick<Operator, 'addAccount' | 'addLink' | 'addDevice'> & {
  /** Rows of the journal that have not reached the account's clouds yet. */
  pendingWrites(account: string): Promise<number>;
};

export function createApiOperator({
  url,
  token,
}: {
  readonly url: string;
  readonly token: string;
}): ApiOperator {
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    async addAccount(name, timeZone = 'Europe/Berlin') {
      await call('/api/accounts', { name, timeZone });
    },
    async addLink(account, link) {
      await call(`/api/accounts/${account}/links`, link);
    },
    async addDevice(account, name = 'phone') {
      return (await call(`/api/accounts/${account}/devices`, { name })) as PhoneLogin;
    },
    async pendingWrites(account) {
      return ((await call(`/api/accounts/${account}/sync`)) as { pending: number }).pending;
    },
  };
}

/** The token that a gateway on this machine has made for its operator. */
export async function operatorToken(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'token'), 'utf8')).trim();
}
