import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type Fault, type FaultDav, type FaultDavOptions } from '@anchorage/kit';
import type { CloudCollection, SyncPosition, ChangePage } from './contract.ts';
import { card, openTestCollection, openTestTransport } from './testing/open-test-client.ts';
import type { DavTransport } from './transport/messages.ts';

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

  it('pages through a 507, storing what each page held (F50)', async () => {
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

  it('lists when the server went back in time (F51)', async () => {
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
  ])('takes no listing that is %s for a complete one (F49, F53)', async (_what, fault) => {
    fill(6);
    dav.arm({ method: 'PROPFIND', fault, after: 1 });
    await expect(contacts.changes({ mode: 'listing', ctag: 'old' })).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it('takes no report that is cut for a complete one (F49)', async () => {
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
