/** What every CalDAV and CardDAV server must do with the gateway's client. Checked by reading the server another way. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectionName, DavServer, DavUser } from '@anchorage/kit';
import type { ItemKind } from '@anchorage/model';
import {
  createProviders,
  DavError,
  type ChangePage,
  type CloudCollection,
  type Providers,
} from '@anchorage/providers';
import { fileName, itemText } from './items.ts';

export interface SuiteOptions {
  readonly start: () => Promise<DavServer>;
  /** Does it keep each kind of item in its own collection, and check passwords? */
  readonly separatesComponents: boolean;
  readonly checksPasswords: boolean;
}

export function describeDavServer(product: string, options: SuiteOptions): void {
  describe(`${product} and the gateway's DAV client`, () => {
    let server: DavServer;
    let user: DavUser;
    let providers: Providers;

    beforeAll(async () => {
      server = await options.start();
      user = server.users[0] ?? { name: 'user', password: 'any' };
      providers = createProviders({
        userAgent: 'Anchorage-conformance/1',
        allowPrivateAddresses: true,
        clock: { now: () => Date.now() },
        random: { bytes: (length) => randomBytes(length), id: () => randomUUID() },
      });
    });
    afterAll(async () => {
      await providers?.close();
      await server?.close();
    });

    const credentials = (): { username: string; password: string } => ({
      username: user.name,
      password: user.password,
    });
    const open = (name: CollectionName): CloudCollection =>
      providers
        .provider('generic')
        .open({ url: server.collectionUrl(user, name), kinds: [kinds[name]] }, credentials());
    const create = async (
      name: CollectionName,
      title: string,
    ): Promise<{ href: string; etag: string; uid: string }> => {
      const uid = randomUUID();
      const collection = open(name);
      const href = collection.hrefFor(fileName(name, uid));
      const outcome = await collection.put({ href, etag: null, body: itemText(name, uid, title) });
      if (outcome.kind !== 'stored' || outcome.etag === null)
        throw new Error(`create: ${JSON.stringify(outcome)}`);
      return { href: outcome.href, etag: outcome.etag, uid };
    };

    it('is discovered from its address with every collection', async () => {
      const found = await providers
        .provider('generic')
        .discover({ url: server.url, credentials: credentials() });
      expect(found.principalUrl).not.toBeNull();
      for (const name of Object.keys(kinds) as CollectionName[]) {
        const info = found.collections.find(({ url }) => url === server.collectionUrl(user, name));
        expect(info, name).toMatchObject({
          readOnly: false,
          supportsSyncCollection: true,
          displayName: name,
        });
        expect(info?.kinds).toContain(kinds[name]);
        expect(info?.kinds.length === 1).toBe(options.separatesComponents || name === 'contacts');
      }
    });

    it('takes a wrong password as the server does', async () => {
      const wrong = { username: user.name, password: 'wrong' };
      const generic = providers.provider('generic');
      const collection = generic.open(
        { url: server.collectionUrl(user, 'contacts'), kinds: ['contact'] },
        wrong,
      );
      const expected = options.checksPasswords ? 'needs-login' : 'let in';
      expect(await codeOf(generic.discover({ url: server.url, credentials: wrong }))).toBe(expected);
      expect(await codeOf(collection.changes(null))).toBe(expected);
    });

    it.each(Object.keys(kinds) as CollectionName[])('creates, updates and deletes in %s', async (name) => {
      const collection = open(name);
      const made = await create(name, 'Žofie & <Søn>');
      const [stored] = await collection.fetch([made.href]);
      expect(stored).toMatchObject({ kind: 'found', etag: made.etag });
      expect(stored?.kind === 'found' && stored.body).toContain('Žofie & <Søn>');
      expect(stored?.kind === 'found' && stored.body).not.toMatch(/[^\r]\n/);

      const body = itemText(name, made.uid, 'second');
      expect(await collection.put({ href: made.href, etag: null, body })).toEqual({
        kind: 'lost-race',
        href: null,
      });
      expect(await collection.put({ href: made.href, etag: '"stale"', body })).toMatchObject({
        kind: 'lost-race',
      });
      const updated = await collection.put({ href: made.href, etag: made.etag, body });
      expect(updated).toMatchObject({ kind: 'stored', href: made.href });
      const [witness] = (await server.listAll(user, name)).filter(({ href }) => href === made.href);
      expect(witness?.body).toContain('second');

      expect(await collection.delete({ href: made.href, etag: made.etag })).toEqual({ kind: 'lost-race' });
      const etag = updated.kind === 'stored' ? (updated.etag ?? '') : '';
      expect(await collection.delete({ href: made.href, etag })).toEqual({ kind: 'deleted' });
      expect((await server.listAll(user, name)).map(({ href }) => href)).not.toContain(made.href);
      // Radicale and xandikos answer a conditional request about what is gone with 412; a second read tells.
      expect((await collection.fetch([made.href]))[0]).toMatchObject({ kind: 'gone' });
    });

    it('follows changes by token and misses none', async () => {
      const collection = open('contacts');
      await create('contacts', 'before');
      const first = await collection.changes(null);
      expect(first.kind).toBe('delta');
      expect(await collection.changes(first.position)).toMatchObject({ kind: 'unchanged' });

      const made = await create('contacts', 'made');
      await server.put(user, 'contacts', 'by another program.vcf', itemText('contacts', 'other', 'other'));
      const second = await collection.changes(first.position);
      const changed = second.kind === 'delta' ? second.changed : [];
      expect(changed).toHaveLength(2);
      const other = changed.find(({ href }) => href !== made.href);
      expect(changed.find(({ href }) => href === made.href)?.etag).toBe(made.etag);
      expect((await collection.fetch([other?.href ?? '']))[0]).toMatchObject({
        kind: 'found',
        etag: other?.etag,
      });

      await server.remove(user, made.href);
      const third = await collection.changes(second.position);
      expect(third).toMatchObject({ kind: 'delta', changed: [], removed: [made.href], more: false });
    });

    it('falls back to a complete listing when its token is refused, and goes on by token', async () => {
      const collection = open('calendar');
      const made = await create('calendar', 'still here');
      const page = await collection.changes({ mode: 'token', token: 'http://example.org/never-given' });
      expect(page.kind).toBe('listing');
      expect(membersOf(page)).toContain(made.href);
      expect(membersOf(page).toSorted()).toEqual(
        (await server.listAll(user, 'calendar')).map(({ href }) => href),
      );
      expect(page.position.mode).toBe('token');
      expect(await collection.changes(page.position)).toMatchObject({ kind: 'unchanged' });
    });

    it('lists by CTag when asked to', async () => {
      const collection = open('tasks');
      await create('tasks', 'one');
      const audit = await collection.changes({ mode: 'listing', ctag: null });
      expect(membersOf(audit)).toEqual((await server.listAll(user, 'tasks')).map(({ href }) => href));
      const changed = await collection.changes({ mode: 'listing', ctag: 'old' });
      expect(changed).toMatchObject({ kind: 'listing', position: { mode: 'listing' } });
      expect(await collection.changes(changed.position)).toEqual({
        kind: 'unchanged',
        position: changed.position,
      });
    });

    it('finds a resource by its UID, and none for a UID that nobody has', async () => {
      for (const name of ['contacts', 'calendar'] as const) {
        const made = await create(name, 'wanted');
        expect(await open(name).findByUid(made.uid)).toMatchObject({
          kind: 'found',
          href: made.href,
          etag: made.etag,
        });
        expect(await open(name).findByUid('nobody-has-this')).toBeNull();
      }
    });

    it('never stores one UID of an event twice', async () => {
      const collection = open('calendar');
      const made = await create('calendar', 'first');
      const href = collection.hrefFor('another-name.ics');
      const again = await collection.put({ href, etag: null, body: itemText('calendar', made.uid, 'twin') });
      expect(again).toMatchObject({ kind: 'lost-race' });
      expect(
        (await server.listAll(user, 'calendar')).filter(({ body }) => body.includes(made.uid)),
      ).toHaveLength(1);
    });

    it('refuses a body it cannot read, once and for all', async () => {
      const collection = open('calendar');
      const outcome = await collection.put({
        href: collection.hrefFor('bad.ics'),
        etag: null,
        body: 'rubbish',
      });
      expect(outcome).toMatchObject({ kind: 'refused' });
      expect((await server.listAll(user, 'calendar')).some(({ href }) => href.endsWith('bad.ics'))).toBe(
        false,
      );
    });

    it('brings 120 items in batches, gone ones among them', async () => {
      const collection = open('notes');
      // Radicale's own server keeps five connections waiting and lets the sixth time out.
      for (let at = 0; at < 120; at += 4) {
        const four = [at, at + 1, at + 2, at + 3];
        await Promise.all(
          four.map((n) => server.put(user, 'notes', `n${n}.ics`, itemText('notes', `n${n}`, `note ${n}`))),
        );
      }
      const hrefs = [
        ...membersOf(await collection.changes({ mode: 'listing', ctag: null })),
        collection.hrefFor('no.ics'),
      ];
      const fetched = await collection.fetch(hrefs);
      expect(fetched.map(({ href }) => href)).toEqual(hrefs);
      expect(fetched.filter(({ kind }) => kind === 'found')).toHaveLength(hrefs.length - 1);
      expect(fetched.at(-1)?.kind).toBe('gone');
    });

    it('goes on after a kill -9 of the server', async () => {
      const collection = open('contacts');
      const made = await create('contacts', 'survivor');
      const before = await collection.changes(null);
      await server.kill();
      await expect(collection.changes(before.position)).rejects.toMatchObject({ code: 'unreachable' });
      await server.restart();
      expect(await collection.changes(before.position)).toMatchObject({ kind: 'unchanged' });
      expect((await collection.fetch([made.href]))[0]).toMatchObject({ kind: 'found', etag: made.etag });
    });

    it('says so when the collection is not there', async () => {
      const url = new URL('../nothing-here/', server.collectionUrl(user, 'contacts')).href;
      const collection = providers.provider('generic').open({ url, kinds: ['contact'] }, credentials());
      await expect(collection.changes(null)).rejects.toMatchObject({ code: 'not-found' });
      await expect(collection.changes({ mode: 'listing', ctag: 'x' })).rejects.toMatchObject({
        code: 'not-found',
      });
    });
  });
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'let in',
    (error: unknown) => (error instanceof DavError ? error.code : String(error)),
  );
}

function membersOf(page: ChangePage): string[] {
  return page.kind === 'listing' ? page.members.map(({ href }) => href).toSorted() : [];
}

const kinds: Readonly<Record<CollectionName, ItemKind>> = {
  contacts: 'contact',
  calendar: 'event',
  tasks: 'task',
  notes: 'note',
};
