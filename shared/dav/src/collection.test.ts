import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type Fault, type FaultDav, type FaultDavOptions } from '@anchorage/kit';
import type { ChangePage, CloudCollection, SyncPosition } from './contract.ts';
import { card, openTestCollection, openTestTransport } from './testing/open-test-client.ts';
import type { DavTransport } from './transport/transport.ts';

let dav: FaultDav;
let transport: DavTransport;
let contacts: CloudCollection;
beforeEach(() => begin());
afterEach(() => end());

async function begin(options: FaultDavOptions = {}): Promise<void> {
  dav = await startFaultDav(options);
  transport = openTestTransport();
  contacts = openTestCollection(transport, dav.collectionUrl('contacts'));
}
async function end(): Promise<void> {
  await transport.close();
  await dav.close();
}
async function beginAgain(options: FaultDavOptions): Promise<void> {
  await end();
  await begin(options);
}

function fill(count: number): void {
  for (let at = 0; at < count; at += 1) dav.collection('contacts').put(`${at}.vcf`, card(`u${at}`));
}
const href = (name: string): string => dav.collectionUrl('contacts') + name;
const methods = (): string[] =>
  dav.requests.map(({ method, headers }) => `${method}${String(headers['depth'] ?? '')}`);
const deadToken: Fault = {
  kind: 'answer',
  status: 403,
  body: '<error xmlns="DAV:"><valid-sync-token/></error>',
};
const tokenOf = (position: SyncPosition): string => (position.mode === 'token' ? position.token : '');

describe('reading changes', () => {
  it('asks once when nothing changed', async () => {
    fill(3);
    const first = await contacts.changes(null);
    expect(first).toMatchObject({ kind: 'delta', removed: [], more: false });
    expect(first.kind === 'delta' && first.changed).toHaveLength(3);
    expect(await contacts.changes(first.position)).toEqual({ kind: 'unchanged', position: first.position });
    expect(methods()).toEqual(['REPORT0', 'REPORT0']);
    expect(dav.requests.every(({ body }) => !body.includes('limit'))).toBe(true);
  });

  it('pages through a 507, storing what each page held', async () => {
    await beginAgain({ pageSize: 4 });
    fill(10);
    const seen: string[] = [];
    let pages = 0;
    let position: SyncPosition | null = null;
    for (let more = true; more; pages += 1) {
      const page: ChangePage = await contacts.changes(position);
      seen.push(...(page.kind === 'delta' ? page.changed : []).map((one) => one.href));
      more = page.kind === 'delta' && page.more;
      position = page.position;
    }
    expect(pages).toBe(3);
    expect(seen).toHaveLength(10);
  });

  it('lists when a cut page brings no new token', async () => {
    fill(3);
    const { position } = await contacts.changes(null);
    fill(3);
    dav.arm({
      method: 'REPORT',
      fault: {
        kind: 'rewrite-answer',
        rewrite: () =>
          `<multistatus xmlns="DAV:"><response><href>/dav/books/someone/contacts/</href><status>HTTP/1.1 507 No</status></response><sync-token>${tokenOf(position)}</sync-token></multistatus>`,
      },
    });
    expect((await contacts.changes(position)).kind).toBe('listing');
  });

  it.each<[string, Fault]>([
    ['403 valid-sync-token', deadToken],
    ['403 alone', { kind: 'answer', status: 403 }],
    ['409', { kind: 'answer', status: 409 }],
    ['410', { kind: 'answer', status: 410 }],
    ['412', { kind: 'answer', status: 412 }],
    ['500, as xandikos', { kind: 'answer', status: 500 }],
    ['507 as a whole', { kind: 'answer', status: 507 }],
    [
      'an answer without a token',
      { kind: 'rewrite-answer', rewrite: (body) => body.replace(/<d:sync-token>.*<\/d:sync-token>/, '') },
    ],
  ])('lists with a token read before the listing after %s', async (_what, fault) => {
    fill(3);
    const { position } = await contacts.changes(null);
    fill(5);
    dav.arm({ method: 'REPORT', fault });
    const page = await contacts.changes(position);
    expect(page).toMatchObject({ kind: 'listing', position: { mode: 'token' } });
    expect(page.kind === 'listing' && page.members).toHaveLength(5);
    expect(methods().slice(1)).toEqual(['REPORT0', 'PROPFIND0', 'PROPFIND1']);
    dav.collection('contacts').put('later.vcf', card('later'));
    expect(await contacts.changes(page.position)).toMatchObject({
      kind: 'delta',
      changed: [{ href: href('later.vcf') }],
    });
  });

  it('keeps to tokens after a hiccup, and leaves them when the report never works', async () => {
    fill(2);
    const { position } = await contacts.changes(null);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 500 } });
    expect((await contacts.changes(position)).position).toEqual(position);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 500 }, times: 2 });
    expect((await contacts.changes(position)).position.mode).toBe('listing');
  });

  it('lists by CTag where there is no such report', async () => {
    await beginAgain({ syncCollection: false });
    fill(2);
    const first = await contacts.changes(null);
    expect(first).toMatchObject({ kind: 'listing', position: { mode: 'listing' } });
    expect(await contacts.changes(first.position)).toEqual({ kind: 'unchanged', position: first.position });
    expect(methods().at(-1)).toBe('PROPFIND0');
    fill(3);
    expect((await contacts.changes(first.position)).kind).toBe('listing');
  });

  it('lists when the server went back in time', async () => {
    fill(3);
    const { position } = await contacts.changes(null);
    const future = { mode: 'token', token: tokenOf(position).replace(/\d+$/, '900') } as const;
    dav.arm({
      method: 'REPORT',
      fault: {
        kind: 'answer',
        status: 207,
        body: `<multistatus xmlns="DAV:"><sync-token>${tokenOf(position)}</sync-token></multistatus>`,
      },
    });
    expect((await contacts.changes(future)).kind).toBe('listing');
  });

  it('names a member once, and one that is there as changed', async () => {
    fill(2);
    dav.arm({ method: 'REPORT', fault: { kind: 'duplicate-href' } });
    const page = await contacts.changes(null);
    expect(page.kind === 'delta' && page.changed).toHaveLength(2);
    dav.arm({ method: 'PROPFIND', fault: { kind: 'duplicate-href' }, after: 1 });
    const listing = await contacts.changes({ mode: 'listing', ctag: null });
    expect(listing.kind === 'listing' && listing.members).toHaveLength(2);
  });

  it.each<[string, Fault]>([
    ['cut in the middle', { kind: 'cut-body', keep: 0.5 }],
    ['cut between two members', { kind: 'cut-at-element' }],
    ['empty', { kind: 'answer', status: 207 }],
    ['a multistatus about nothing', { kind: 'answer', status: 207, body: '<multistatus xmlns="DAV:"/>' }],
    [
      'in no namespace',
      { kind: 'rewrite-answer', rewrite: (body) => body.replace('xmlns:d="DAV:"', 'xmlns:d="urn:x"') },
    ],
    [
      'a login page',
      {
        kind: 'answer',
        status: 200,
        body: '<!DOCTYPE html><html></html>',
        headers: { 'content-type': 'text/html' },
      },
    ],
    ['a document type', { kind: 'rewrite-answer', rewrite: (body) => body.replace('?>', '?><!DOCTYPE x>') }],
    [
      'about another host',
      {
        kind: 'rewrite-answer',
        rewrite: (body) =>
          body.replace('<d:href>/dav/books/someone/contacts/1', '<d:href>http://other.example.net/1'),
      },
    ],
    [
      'cut short with 507',
      {
        kind: 'rewrite-answer',
        rewrite: (body) =>
          body.replace(
            '</d:multistatus>',
            '<d:response><d:href>/dav/books/someone/contacts/</d:href><d:status>HTTP/1.1 507 x</d:status></d:response></d:multistatus>',
          ),
      },
    ],
  ])('takes no listing that is %s for a complete one', async (_what, fault) => {
    fill(6);
    dav.arm({ method: 'PROPFIND', fault, after: 1 });
    await expect(contacts.changes({ mode: 'listing', ctag: 'old' })).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it('takes no report that is cut for a complete one', async () => {
    fill(6);
    dav.arm({ method: 'REPORT', fault: { kind: 'cut-at-element' } });
    await expect(contacts.changes(null)).rejects.toMatchObject({ code: 'malformed' });
  });

  it.each([
    [429, '7', 'busy', 7_000],
    [429, new Date(Date.now() + 3_600_000).toUTCString(), 'busy', 3_600_000],
    [503, '90000', 'busy', 7_200_000],
    [502, undefined, 'server-failure', null],
    [401, undefined, 'needs-login', null],
  ])('throws for %i with Retry-After %j', async (status, retryAfter, code, wait) => {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    dav.arm({ fault: { kind: 'answer', status, headers }, times: 5 });
    const failure: unknown = await contacts.changes(null).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, status });
    const told = (failure as { retryAfter: number | null }).retryAfter;
    expect(told === null ? null : Math.round(told / 10_000)).toBe(
      wait === null ? null : Math.round(wait / 10_000),
    );
    expect(dav.requests).toHaveLength(1);
  });

  it('stops at a login that ends mid-run', async () => {
    fill(2);
    const { position } = await contacts.changes(null);
    dav.lockOut(true);
    await expect(contacts.changes(position)).rejects.toMatchObject({ code: 'needs-login' });
    expect(dav.requests).toHaveLength(2);
  });
});

describe('fetching', () => {
  const all = (count: number): string[] => Array.from({ length: count }, (_, at) => href(`${at}.vcf`));
  it('asks for 50 at a time and answers in order', async () => {
    fill(120);
    const wanted = all(120).toReversed();
    const fetched = await contacts.fetch(wanted);
    expect(fetched.map((one) => one.href)).toEqual(wanted);
    expect(fetched.every((one) => one.kind === 'found')).toBe(true);
    expect(fetched[0]).toMatchObject({ body: card('u119') });
    expect(dav.requests).toHaveLength(3);
    expect(dav.connections.busiest).toBeLessThanOrEqual(2);
  });

  it('tells gone from left out', async () => {
    fill(4);
    dav.arm({ method: 'REPORT', fault: { kind: 'multiget-404', of: '/1.vcf' } });
    expect((await contacts.fetch(all(3))).map(({ kind }) => kind)).toEqual(['found', 'gone', 'found']);
    dav.arm({ method: 'REPORT', fault: { kind: 'multiget-omit', of: '/2.vcf' } });
    expect((await contacts.fetch(all(3))).map(({ kind }) => kind)).toEqual(['found', 'found', 'found']);
    dav.arm({ method: 'REPORT', fault: { kind: 'multiget-omit', of: '/2.vcf' }, times: 9 });
    expect((await contacts.fetch(all(3)))[2]).toMatchObject({ kind: 'found', body: card('u2') });
    dav.collection('contacts').remove('2.vcf');
    expect((await contacts.fetch(all(3)))[2]).toMatchObject({ kind: 'gone' });
  });

  it.each<[string, Fault]>([
    ['403', { kind: 'answer', status: 403 }],
    ['500', { kind: 'answer', status: 500 }],
    ['a web page', { kind: 'answer', status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { kind: 'answer', status: 200 }],
  ])(
    'takes what multiget omits and GET answers with %s as unavailable, not as deleted',
    async (_what, fault) => {
      fill(3);
      dav.arm({ method: 'REPORT', fault: { kind: 'multiget-omit', of: '/1.vcf' }, times: 2 });
      dav.arm({ method: 'GET', fault });
      expect((await contacts.fetch(all(3))).map(({ kind }) => kind)).toEqual([
        'found',
        'unavailable',
        'found',
      ]);
    },
  );

  it('gets the others when one item makes the answer unreadable', async () => {
    fill(5);
    dav.collection('contacts').put('3.vcf', card('u3', 'vertical\u000btab'));
    const fetched = await contacts.fetch(all(5));
    expect(fetched.map(({ kind }) => kind)).toEqual(['found', 'found', 'found', 'found', 'found']);
    expect(fetched[3]).toMatchObject({ body: card('u3', 'vertical\u000btab') });
  });

  it('uses GET where there is no multiget, and asks for the ETag where there is none', async () => {
    fill(2);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 501 } });
    dav.arm({ method: 'GET', fault: { kind: 'no-etag' } });
    const [first, second] = await contacts.fetch(all(2));
    const etags = dav.members('contacts').map(({ etag }) => etag);
    expect([first, second]).toMatchObject([
      { kind: 'found', etag: etags[0] },
      { kind: 'found', etag: etags[1] },
    ]);
  });

  it('throws when the server has enough of us', async () => {
    fill(2);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 429 } });
    await expect(contacts.fetch(all(2))).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('writing', () => {
  const put = (name: string, etag: string | null = null): ReturnType<CloudCollection['put']> =>
    contacts.put({ href: href(name), etag, body: card(name) });

  it('creates, updates and deletes under conditions', async () => {
    const made = await put('a.vcf');
    const etag = dav.members('contacts')[0]?.etag ?? '';
    expect(made).toEqual({ kind: 'stored', href: href('a.vcf'), etag });
    expect(dav.requests[0]?.headers).toMatchObject({
      'if-none-match': '*',
      'content-type': 'text/vcard; charset=utf-8',
    });
    expect(await put('a.vcf')).toEqual({ kind: 'lost-race', href: null });
    expect(await put('a.vcf', '"old"')).toEqual({ kind: 'lost-race', href: null });
    expect(await put('a.vcf', etag)).toMatchObject({ kind: 'stored' });
    expect(dav.requests.at(-1)?.headers['if-match']).toBe(etag);
    expect(await contacts.delete({ href: href('a.vcf'), etag })).toEqual({ kind: 'lost-race' });
    const now = dav.members('contacts')[0]?.etag ?? '';
    expect(await contacts.delete({ href: href('a.vcf'), etag: now })).toEqual({ kind: 'deleted' });
    expect(await contacts.delete({ href: href('a.vcf'), etag: now })).toEqual({ kind: 'deleted' });
  });

  it('records the name the server chose, and that it gave no ETag', async () => {
    dav.arm({ method: 'PUT', fault: { kind: 'rename', to: '5e1ec7ed' } });
    expect(await put('a.vcf')).toMatchObject({ kind: 'stored', href: href('5e1ec7ed') });
    dav.arm({ method: 'PUT', fault: { kind: 'no-etag' } });
    expect(await put('b.vcf')).toEqual({ kind: 'stored', href: href('b.vcf'), etag: null });
  });

  it('names the holder of a UID', async () => {
    dav.collection('contacts').put('holder.vcf', card('a.vcf'));
    expect(await put('a.vcf')).toEqual({ kind: 'lost-race', href: href('holder.vcf') });
    expect(await contacts.findByUid('a.vcf')).toMatchObject({ kind: 'found', href: href('holder.vcf') });
    dav.arm({ method: 'REPORT', containing: 'addressbook-query', fault: { kind: 'answer', status: 500 } });
    expect(await contacts.findByUid('a.vcf')).toMatchObject({ kind: 'found', href: href('holder.vcf') });
    expect(await contacts.findByUid('a')).toBeNull();
  });

  const sabre = (message: string): string =>
    `<error xmlns="DAV:"><s:message xmlns:s="http://sabredav.org/ns">${message}</s:message></error>`;
  it.each<[string, Fault, object, object]>([
    ['207 with 412', { kind: 'status-in-207', status: 412 }, { kind: 'lost-race' }, { kind: 'lost-race' }],
    [
      '207 with 412 about the body',
      { kind: 'status-in-207', status: 412, precondition: 'valid-calendar-data' },
      { kind: 'refused', status: 412, reason: 'valid-calendar-data' },
      { kind: 'refused' },
    ],
    [
      '207 with 403',
      { kind: 'status-in-207', status: 403 },
      { kind: 'refused', status: 403 },
      { kind: 'refused', status: 403 },
    ],
    [
      '207 about nothing',
      { kind: 'answer', status: 207, body: '<multistatus xmlns="DAV:"/>' },
      { kind: 'lost-race' },
      { kind: 'lost-race' },
    ],
    ['202', { kind: 'answer', status: 202 }, { kind: 'lost-race' }, { kind: 'lost-race' }],
    ['409', { kind: 'answer', status: 409 }, { kind: 'lost-race' }, { kind: 'lost-race' }],
    [
      '409 no-uid-conflict',
      {
        kind: 'answer',
        status: 409,
        body: '<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:carddav"/></error>',
      },
      { kind: 'lost-race', href: null },
      { kind: 'refused', status: 409, reason: 'no-uid-conflict' },
    ],
    [
      '400 UID exists',
      {
        kind: 'answer',
        status: 400,
        body: sabre('VCard object with uid already exists in this addressbook collection.'),
      },
      { kind: 'lost-race' },
      { kind: 'refused' },
    ],
    [
      '400',
      { kind: 'answer', status: 400 },
      { kind: 'refused', status: 400, reason: 'status 400' },
      { kind: 'refused' },
    ],
    [
      '403 need-privileges',
      { kind: 'answer', status: 403, body: '<error xmlns="DAV:"><need-privileges/></error>' },
      { kind: 'refused', reason: 'need-privileges' },
      { kind: 'refused' },
    ],
    ['405', { kind: 'answer', status: 405 }, { kind: 'refused', status: 405 }, { kind: 'refused' }],
    ['413', { kind: 'answer', status: 413 }, { kind: 'refused', status: 413 }, { kind: 'refused' }],
    ['415', { kind: 'answer', status: 415 }, { kind: 'refused', status: 415 }, { kind: 'refused' }],
  ])('reads %s', async (_what, fault, created, updated) => {
    dav.arm({ method: 'PUT', fault, times: 2 });
    expect(await put('a.vcf')).toMatchObject(created);
    expect(await put('a.vcf', '"e"')).toMatchObject(updated);
    expect(dav.requests).toHaveLength(2);
  });

  it('tells a member that is gone from a collection that is', async () => {
    dav.arm({ method: 'PUT', fault: { kind: 'answer', status: 404 }, times: 2 });
    expect(await put('a.vcf', '"e"')).toEqual({ kind: 'gone' });
    await expect(put('a.vcf')).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each<[string, Fault, string]>([
    ['401', { kind: 'answer', status: 401 }, 'needs-login'],
    ['423', { kind: 'answer', status: 423 }, 'busy'],
    ['429', { kind: 'answer', status: 429 }, 'busy'],
    ['500', { kind: 'answer', status: 500 }, 'server-failure'],
    ['507', { kind: 'answer', status: 507 }, 'server-failure'],
    [
      "Google's 403",
      { kind: 'answer', status: 403, body: '{"error":{"errors":[{"domain":"usageLimits"}]}}' },
      'busy',
    ],
    ['a reset after it was stored', { kind: 'reset-after-applied' }, 'unreachable'],
  ])('throws for %s', async (_what, fault, code) => {
    dav.arm({ fault, times: 2 });
    await expect(put('a.vcf')).rejects.toMatchObject({ code });
    await expect(contacts.delete({ href: href('a.vcf'), etag: '"e"' })).rejects.toMatchObject({ code });
    expect(dav.requests).toHaveLength(2);
  });

  it('shows after a reset what became of the write', async () => {
    dav.arm({ method: 'PUT', fault: { kind: 'reset-after-applied' } });
    await expect(put('a.vcf')).rejects.toMatchObject({ code: 'unreachable' });
    expect(await put('a.vcf')).toEqual({ kind: 'lost-race', href: null });
    expect((await contacts.fetch([href('a.vcf')]))[0]).toMatchObject({ kind: 'found', body: card('a.vcf') });
    expect(dav.members('contacts')).toHaveLength(1);
  });

  it('encodes file names', () => {
    expect(contacts.hrefFor('ä b.vcf')).toBe(href('%C3%A4%20b.vcf'));
  });

  it('knows the same member by another spelling', async () => {
    dav.collection('contacts').put('a@b.vcf', card('at'));
    const page: ChangePage = await contacts.changes(null);
    expect(page.kind === 'delta' && page.changed[0]?.href).toBe(href('a%40b.vcf'));
    expect((await contacts.fetch([href('a@b.vcf')]))[0]).toMatchObject({
      kind: 'found',
      href: href('a@b.vcf'),
    });
  });
});
