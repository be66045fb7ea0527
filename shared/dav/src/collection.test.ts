import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type Fault, type FaultDav } from '@anchorage/kit';
import type { ChangePage, CloudCollection } from './contract.ts';
import { card, openTestCollection, openTestTransport } from './testing/open-test-client.ts';
import type { DavTransport } from './transport/messages.ts';

let dav: FaultDav;
let transport: DavTransport;
let contacts: CloudCollection;
beforeEach(() => begin());
afterEach(() => end());

async function begin(): Promise<void> {
  dav = await startFaultDav();
  transport = openTestTransport();
  contacts = openTestCollection(transport, dav.collectionUrl('contacts'));
}
async function end(): Promise<void> {
  await transport.close();
  await dav.close();
}
const href = (name: string): string => dav.collectionUrl('contacts') + name;

describe('a collection', () => {
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

  it('tells a member that is gone from a collection that is (F45)', async () => {
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
  ])('throws for %s (F48, F50)', async (_what, fault, code) => {
    dav.arm({ fault, times: 2 });
    await expect(put('a.vcf')).rejects.toMatchObject({ code });
    await expect(contacts.delete({ href: href('a.vcf'), etag: '"e"' })).rejects.toMatchObject({ code });
    expect(dav.requests).toHaveLength(2);
  });

  it('shows after a reset what became of the write (F49)', async () => {
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
