/**
 * The way from a connector to a DAV server, and what goes wrong on it and there. Between the request's arrival and its
 * answer everybody else may have a turn, and the connector may die.
 */
import { Readable } from 'node:stream';
import type { Answer, Asked, Fault, MemoryDav } from '@anchorage/kit';
import type { HttpAnswer, HttpClient, HttpRequest } from '@anchorage/providers';
import type { Chance } from '../chance.ts';
import type { FaultKind, Faults } from '../faults.ts';
import { contents } from '../people/contents.ts';
import { never } from '../scheduler.ts';
import type { Actor, Scheduler } from '../scheduler.ts';
import type { Story } from '../story.ts';

/** What stands at one origin. */
export interface CloudSite {
  readonly dav: MemoryDav;
  /** `Authorization` of its one user. */
  readonly authorization: string;
  /** Told of what the gateway has deleted there, when it has gone. */
  readonly removed: (path: string, body: string) => void;
}

export interface CloudNetworkOptions {
  readonly actor: Actor;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly story: Story;
  readonly sites: ReadonlyMap<string, CloudSite>;
  /** How many of a collection's members the gateway knows of. */
  readonly known: (url: string) => Promise<number>;
  /** Told of a request that arrived with somebody else's login. */
  readonly trespass: (origin: string) => void;
}

export function cloudNetwork(options: CloudNetworkOptions): HttpClient {
  const { actor, scheduler, chance, faults, story, sites, known, trespass } = options;
  const travel = (): number => (chance.hits(0.02) ? chance.between(1_000, 20_000) : chance.between(3, 80));

  return { request, close: () => Promise.resolve() };

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const what = `${asked.method} ${briefly(asked)}`;
    await scheduler.step(actor, what, travel());
    asked.signal.throwIfAborted();
    const site = sites.get(asked.origin);
    if (site === undefined) throw broken('ENOTFOUND');
    if (asked.headers['authorization'] !== site.authorization) trespass(asked.origin);
    const kind = faults.oneOf(await kindsFor(asked, known));
    if (kind !== null) story.tell(actor.name, () => `${what}: ${kind}`);
    if (kind === 'dav-reset-before') throw broken('ECONNRESET');
    if (kind === 'dav-hangs') return aborted(asked.signal);
    const answer = answerOf(site, asked, kind);
    if (kind === null) story.tell(actor.name, () => `${what}: ${answer.status}`);
    await scheduler.step(actor, `answer to ${what}`, travel());
    asked.signal.throwIfAborted();
    if (kind === 'dav-reset-after') throw broken('ECONNRESET');
    return {
      statusCode: answer.status,
      headers: answer.headers,
      body: Readable.from([Buffer.from(answer.body)], { objectMode: false }),
    };
  }

  function answerOf(
    { dav, removed }: CloudSite,
    { method, path, headers, body }: HttpRequest,
    kind: FaultKind | null,
  ): Answer {
    const asked: Asked = { method, path, headers, body: body?.toString('utf8') ?? '' };
    const refusal = kind === null ? undefined : refusals[kind];
    if (refusal !== undefined) return refusal;
    if (kind === 'dav-bad-token') dav.at(path)?.forgetHistory();
    if (kind === 'dav-empty-207') return { status: 207, headers: xml, body: emptyMultistatus };
    const before = method === 'DELETE' ? memberAt(dav, path) : undefined;
    const answer = dav.answer(asked, contentFault(kind, path));
    if (before !== undefined && memberAt(dav, path) === undefined) removed(path, before);
    if (kind === 'dav-cut-body') return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
    if (kind === 'dav-cut-listing') return { ...answer, body: cutAtElement(answer.body) };
    if (kind === 'dav-empty-listing') return { ...answer, body: withoutMembers(answer.body) };
    return answer;
  }

  function contentFault(kind: FaultKind | null, path: string): Fault | null {
    switch (kind) {
      case 'dav-names-twice':
        return { kind: 'duplicate-href' };
      case 'dav-no-etag':
        return { kind: 'no-etag' };
      case 'dav-omits-member':
        return { kind: 'multiget-omit', of: '' };
      case 'dav-renames':
        return { kind: 'rename', to: `renamed-${chance.below(1_000_000)}${path.slice(-4)}` };
      case 'dav-rewrites':
        return { kind: 'rewrite-body', rewrite: normalised, withoutEtag: true };
      default:
        return null;
    }
  }
}

/** What may befall this request without a server that lies about what is there. */
async function kindsFor(
  asked: HttpRequest,
  known: CloudNetworkOptions['known'],
): Promise<readonly FaultKind[]> {
  const { method, headers } = asked;
  if (method === 'PUT') return headers['if-none-match'] === '*' ? [...everyWrite, 'dav-renames'] : everyWrite;
  if (method === 'DELETE') return [...always, 'dav-412'];
  if (method === 'GET') return [...always, 'dav-no-etag'];
  const body = asked.body?.toString('utf8') ?? '';
  if (body.includes('multiget')) return [...reading, 'dav-omits-member', 'dav-no-etag'];
  if (body.includes('sync-collection')) return [...reading, 'dav-404', 'dav-names-twice', 'dav-bad-token'];
  if (method !== 'PROPFIND') return reading;
  // Of fewer the gateway believes that they have gone, and it may be so (I5 begins above).
  const many = headers['depth'] === '1' && (await known(asked.origin + asked.path)) > 5;
  return [...reading, 'dav-404', 'dav-names-twice', ...(many ? (['dav-empty-listing'] as const) : [])];
}

function briefly({ method, path, headers, body }: HttpRequest): string {
  const place = path.split('/').filter(Boolean).slice(3).join('/');
  const text = body?.toString('utf8') ?? '';
  const report = /<(?:\w+:)?(sync-collection|[a-z]+-multiget|[a-z]+-query)/.exec(text)?.[1];
  if (method === 'PUT') return `${place} of ${tokenIn(text)}`;
  return `${place}${report === undefined ? '' : ` ${report}`}${headers['depth'] === '1' && report === undefined ? ' members' : ''}`;
}

function memberAt(dav: MemoryDav, path: string): string | undefined {
  const end = path.lastIndexOf('/') + 1;
  return dav.at(path.slice(0, end))?.members.get(decodeURIComponent(path.slice(end)))?.body;
}

/** The number of the item that this text is about. */
function tokenIn(text: string): string {
  for (const content of contents) {
    const shown = content.read(text);
    if (shown !== null) return shown.token;
  }
  return 'something else';
}

function aborted(signal: AbortSignal): Promise<never> {
  return Promise.race([
    never,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  ]);
}

function broken(code: string): Error {
  return Object.assign(new Error('simulated: connection broken'), { code });
}

function cutAtElement(body: string): string {
  const end = body.lastIndexOf('</d:response>', body.length / 2 + 100);
  return end < 0 ? body.slice(0, body.length / 2) : body.slice(0, end + '</d:response>'.length);
}

/** The collection's own response is the first. */
function withoutMembers(body: string): string {
  const end = body.indexOf('</d:response>') + '</d:response>'.length;
  return body.slice(0, end) + body.slice(body.lastIndexOf('</d:response>') + '</d:response>'.length);
}

/** What servers do to a text: their own PRODID, a line of their own, another order of nothing. */
function normalised(body: string): string {
  return body
    .replace(/^PRODID:.*\r\n/m, 'PRODID:-//example.org//server//EN\r\n')
    .replace(/^END:(VCARD|VEVENT|VTODO)\r\n/m, 'X-SERVER-SEEN:1\r\nEND:$1\r\n');
}

const xml = { 'content-type': 'application/xml; charset=utf-8' };
const emptyMultistatus = '<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:"></d:multistatus>';

const refusals: Readonly<Partial<Record<FaultKind, Answer>>> = {
  'dav-401': { status: 401, headers: { 'www-authenticate': 'Basic realm="simulated"' }, body: '' },
  'dav-403': { status: 403, headers: {}, body: '' },
  'dav-404': { status: 404, headers: {}, body: '' },
  'dav-409': { status: 409, headers: {}, body: '' },
  'dav-412': { status: 412, headers: {}, body: '' },
  'dav-413': { status: 413, headers: {}, body: '' },
  'dav-415': { status: 415, headers: {}, body: '' },
  'dav-423': { status: 423, headers: {}, body: '' },
  'dav-429': { status: 429, headers: { 'retry-after': '20' }, body: '' },
  'dav-500': { status: 500, headers: {}, body: '' },
  'dav-503': { status: 503, headers: { 'retry-after': '10' }, body: '' },
  'dav-507': { status: 507, headers: {}, body: '' },
};

const always = [
  'dav-reset-before',
  'dav-reset-after',
  'dav-hangs',
  'dav-401',
  'dav-403',
  'dav-423',
  'dav-429',
  'dav-500',
  'dav-503',
] as const;
const reading = [...always, 'dav-507', 'dav-cut-body', 'dav-cut-listing', 'dav-empty-207'] as const;
const everyWrite = [
  ...always,
  'dav-404',
  'dav-409',
  'dav-412',
  'dav-413',
  'dav-415',
  'dav-507',
  'dav-no-etag',
  'dav-rewrites',
] as const;
