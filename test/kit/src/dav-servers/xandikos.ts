/** Debian's xandikos: one principal, no logins (any name and password will do), a git commit per write. */
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionNames, type DavServer, type DavServerOptions } from './dav-server.ts';
import { makeCollections } from './make-collections.ts';
import { rawDelete, rawListAll, rawPut, rawRequest } from './raw-client.ts';
import { createServerProcess, freePort } from './server-process.ts';

/** Starts xandikos; whoever asks shares the same four collections. Throws if it is not installed. */
export async function startXandikos(options: DavServerOptions = {}): Promise<DavServer> {
  const users = options.users ?? [{ name: 'user', password: 'any' }];
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'xandikos-')));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}/`;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const server = createServerProcess({
    binary: '/usr/bin/xandikos',
    debianPackage: 'xandikos',
    args: ['-d', data, '--autocreate', '-l', '127.0.0.1', '-p', String(port)],
    url,
  });
  const collectionUrl: DavServer['collectionUrl'] = (_user, name) =>
    name === 'contacts' ? `${url}user/contacts/contacts/` : `${url}user/calendars/${name}/`;
  const [someone = { name: 'user', password: 'any' }] = users;

  await server.start();
  // A PROPFIND of what is not there is answered with a 207, too.
  const { text } = await rawRequest('PROPFIND', collectionUrl(someone, 'notes'), someone, undefined, {
    depth: '0',
  });
  if (!/calendar\s*\/>/.test(text)) await makeCollections(someone, (name) => collectionUrl(someone, name));

  return {
    product: 'xandikos',
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
      for (const name of collectionNames) await rawDelete(collectionUrl(someone, name), someone);
      await makeCollections(someone, (name) => collectionUrl(someone, name));
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
}
