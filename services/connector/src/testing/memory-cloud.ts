/**
 * A DAV server's collections in memory, for tests: strict about conditions, with a sync-token or listings only, and
 * with whatever misbehaviour a test asks for.
 */
import { DavError } from '@anchorage/providers';
import type {
  ChangePage,
  CloudCollection,
  DeleteOutcome,
  FetchedResource,
  Provider,
  PutOutcome,
  SyncPosition,
} from '@anchorage/providers';

export interface MemoryCloud {
  readonly provider: Provider;
  /** User names with their passwords; null lets anybody in. */
  logins: Map<string, string> | null;
  /** Thrown instead of an answer to a discovery. */
  trouble: Error | null;
  /** User names that came, in order. */
  readonly seen: string[];
  collection(url: string): MemoryCollection;
}

export interface MemoryCollection {
  readonly resources: Map<string, { etag: string; body: string }>;
  /** As another client of the server would. */
  put(name: string, body: string): string;
  remove(href: string): void;
  bodies(): readonly string[];
  /** Called around every operation; throwing in `after` is a reply that was lost. */
  before: (operation: Operation, href: string | null) => void | Promise<void>;
  after: (operation: Operation, href: string | null) => void | Promise<void>;
  mode: 'token' | 'listing';
  /** Members named per page; token mode. */
  pageSize: number;
  /** What the server makes of a body it is given; a changed one gets no ETag in the answer. */
  rewrite: (body: string) => string;
  /** Answers instead of the members. */
  listed: (() => readonly string[]) | null;
  /** How a removed member is named from now on. */
  readonly renamed: Map<string, string>;
  /** Named, and not delivered when asked for. */
  readonly undelivered: Set<string>;
  /** Refuses a body for good. */
  refuses: (body: string) => boolean;
  /** Refuses every deletion for good. */
  keeps: boolean;
  /** Puts a create elsewhere than asked. */
  renames: boolean;
  readonly operations: Operation[];
}

export type Operation = 'changes' | 'fetch' | 'put' | 'delete' | 'find';

export function createMemoryCloud(): MemoryCloud {
  const collections = new Map<string, MemoryCollection & { open(): CloudCollection }>();
  function collection(url: string): MemoryCollection & { open(): CloudCollection } {
    const known = collections.get(url);
    if (known !== undefined) return known;
    const made = createMemoryCollection(url);
    collections.set(url, made);
    return made;
  }
  const provider: Provider = {
    name: 'generic',
    discover: ({ url, credentials }) => {
      cloud.seen.push(credentials.username);
      if (cloud.trouble !== null) return Promise.reject(cloud.trouble);
      if (cloud.logins !== null && cloud.logins.get(credentials.username) !== credentials.password) {
        const refused = new DavError('needs-login', 'refused', { method: 'PROPFIND', status: 401 });
        return Promise.reject(refused);
      }
      return Promise.resolve({
        rootUrl: url,
        principalUrl: null,
        collections: [...collections.keys()].map((one) => ({
          url: one,
          displayName: 'x',
          kinds: one.includes('card') ? (['contact'] as const) : (['event'] as const),
          readOnly: false,
          supportsSyncCollection: true,
          maxResourceSize: null,
        })),
      });
    },
    open: ({ url }) => collection(url).open(),
    close: () => Promise.resolve(),
  };
  const cloud: MemoryCloud = { provider, collection, logins: null, trouble: null, seen: [] };
  return cloud;
}

function createMemoryCollection(url: string): MemoryCollection & { open(): CloudCollection } {
  const log: string[] = [];
  let etags = 0;
  const self: MemoryCollection & { open(): CloudCollection } = {
    resources: new Map(),
    put(name, body) {
      const href = name.startsWith('http') ? name : url + name;
      write(href, body);
      return href;
    },
    remove(href) {
      self.resources.delete(href);
      log.push(href);
    },
    bodies: () => [...self.resources.values()].map(({ body }) => body).toSorted(),
    before: () => undefined,
    after: () => undefined,
    mode: 'token',
    pageSize: 1000,
    rewrite: (body) => body,
    listed: null,
    renamed: new Map(),
    undelivered: new Set(),
    refuses: () => false,
    renames: false,
    keeps: false,
    operations: [],
    open: () => ({ url, changes, fetch, put, delete: remove, findByUid, hrefFor: (name) => url + name }),
  };

  function write(href: string, body: string): string {
    etags += 1;
    const etag = `"e${etags}"`;
    self.resources.set(href, { etag, body });
    log.push(href);
    return etag;
  }

  async function around<T>(operation: Operation, href: string | null, work: () => T): Promise<T> {
    self.operations.push(operation);
    await self.before(operation, href);
    const result = work();
    await self.after(operation, href);
    return result;
  }

  function changes(position: SyncPosition | null): Promise<ChangePage> {
    return around('changes', null, () => (self.mode === 'listing' ? listing(position) : delta(position)));
  }

  function listing(position: SyncPosition | null): ChangePage {
    const now: SyncPosition = { mode: 'listing', ctag: String(log.length) };
    if (self.listed === null && position?.mode === 'listing' && position.ctag === now.ctag) {
      return { kind: 'unchanged', position: now };
    }
    const hrefs = self.listed?.() ?? [...self.resources.keys()];
    const members = hrefs.map((href) => ({ href, etag: self.resources.get(href)?.etag ?? '"x"' }));
    return { kind: 'listing', members, position: now };
  }

  function delta(position: SyncPosition | null): ChangePage {
    const from = position?.mode === 'token' ? Number(position.token) : 0;
    if (position !== null && from === log.length) return { kind: 'unchanged', position };
    const to = Math.min(log.length, from + self.pageSize);
    const hrefs = [...new Set(log.slice(from, to))];
    return {
      kind: 'delta',
      changed: hrefs.flatMap((href) => {
        const etag = self.resources.get(href)?.etag;
        return etag === undefined ? [] : [{ href, etag }];
      }),
      removed: hrefs
        .filter((href) => !self.resources.has(href))
        .map((href) => self.renamed.get(href) ?? href),
      position: { mode: 'token', token: String(to) },
      more: to < log.length,
    };
  }

  function fetch(hrefs: readonly string[]): Promise<readonly FetchedResource[]> {
    return around('fetch', null, () =>
      hrefs.map((href): FetchedResource => {
        if (self.undelivered.has(href))
          return { href, kind: 'unavailable', reason: 'GET was answered with 500' };
        const found = self.resources.get(href);
        return found === undefined ? { href, kind: 'gone' } : { href, kind: 'found', ...found };
      }),
    );
  }

  function put({
    href,
    etag,
    body,
  }: {
    href: string;
    etag: string | null;
    body: string;
  }): Promise<PutOutcome> {
    return around('put', href, (): PutOutcome => {
      const there = self.resources.get(href);
      if (self.refuses(body)) return { kind: 'refused', status: 415, reason: 'valid-data' };
      if (etag === null && (there !== undefined || uidTaken(body, null)))
        return { kind: 'lost-race', href: null };
      if (etag !== null && there === undefined) return { kind: 'gone' };
      if (etag !== null && there?.etag !== etag) return { kind: 'lost-race', href: null };
      const place = etag === null && self.renames ? `${url}renamed-${log.length}` : href;
      const stored = self.rewrite(body);
      const made = write(place, stored);
      return { kind: 'stored', href: place, etag: stored === body ? made : null };
    });
  }

  function remove({ href, etag }: { href: string; etag: string }): Promise<DeleteOutcome> {
    return around('delete', href, (): DeleteOutcome => {
      const there = self.resources.get(href);
      if (self.keeps) return { kind: 'refused', status: 403, reason: 'forbidden' };
      if (there !== undefined && there.etag !== etag) return { kind: 'lost-race' };
      if (there !== undefined) self.remove(href);
      return { kind: 'deleted' };
    });
  }

  function findByUid(uid: string): Promise<FetchedResource | null> {
    return around('find', null, (): FetchedResource | null => {
      const delivered = [...self.resources].filter(([href]) => !self.undelivered.has(href));
      const found = delivered.find(([, { body }]) => uidOf(body) === uid);
      return found === undefined ? null : { href: found[0], kind: 'found', ...found[1] };
    });
  }

  function uidTaken(body: string, except: string | null): boolean {
    const uid = uidOf(body);
    return [...self.resources].some(
      ([href, other]) => href !== except && uid !== null && uidOf(other.body) === uid,
    );
  }

  return self;
}

function uidOf(body: string): string | null {
  return /^UID:(.*?)\r?$/m.exec(body)?.[1] ?? null;
}
