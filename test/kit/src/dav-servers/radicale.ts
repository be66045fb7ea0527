/** Debian's Radicale: Basic logins from an htpasswd file, one owner per tree. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  collectionNames,
  defaultUsers,
  type DavServer,
  type DavServerOptions,
  type DavUser,
} from './dav-server.ts';
import { makeCollections } from './make-collections.ts';
import { rawDelete, rawListAll, rawPut, rawRequest } from './raw-client.ts';
import { createServerProcess, freePort } from './server-process.ts';

/** Starts Radicale with `contacts`, `calendar`, `tasks` and `notes` for every user. Throws if it is not installed. */
export async function startRadicale(options: DavServerOptions = {}): Promise<DavServer> {
  const users = options.users ?? defaultUsers;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'radicale-')));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}/`;
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(
    join(folder, 'htpasswd'),
    users.map(({ name, password }) => `${name}:${password}\n`).join(''),
  );
  await writeFile(join(folder, 'config'), configuration(folder, port));
  const server = createServerProcess({
    binary: '/usr/bin/radicale',
    debianPackage: 'radicale',
    args: ['--config', join(folder, 'config')],
    url,
  });
  const collectionUrl: DavServer['collectionUrl'] = (user, name) =>
    `${url}${encodeURIComponent(user.name)}/${name}/`;

  await server.start();
  for (const user of users) await makeIfMissing(user);

  return {
    product: 'radicale',
    url,
    users,
    folder,
    collectionUrl,
    listAll: (user, name) => rawListAll(collectionUrl(user, name), user),
    async put(user, name, fileName, body) {
      const href = collectionUrl(user, name) + encodeURIComponent(fileName);
      await rawPut(href, user, body);
      return href;
    },
    remove: (user, href) => rawDelete(href, user),
    async wipe() {
      for (const user of users) {
        for (const name of collectionNames) await rawDelete(collectionUrl(user, name), user);
        await makeCollections(user, (name) => collectionUrl(user, name));
      }
    },
    stop: () => server.end('SIGTERM'),
    kill: () => server.end('SIGKILL'),
    async restart() {
      await server.end('SIGTERM');
      await server.start();
    },
    async close() {
      await server.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };

  /** A folder handed in may hold them from an earlier run. */
  async function makeIfMissing(user: DavUser): Promise<void> {
    const { status } = await rawRequest('PROPFIND', collectionUrl(user, 'notes'), user, undefined, {
      depth: '0',
    });
    if (status !== 207) await makeCollections(user, (name) => collectionUrl(user, name));
  }
}

function configuration(folder: string, port: number): string {
  return `[server]
hosts = 127.0.0.1:${port}
max_connections = 50
[auth]
type = htpasswd
htpasswd_filename = ${join(folder, 'htpasswd')}
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = ${join(folder, 'data')}
[web]
type = none
[logging]
level = warning
`;
}
