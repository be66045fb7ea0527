import type { FetchedResource } from './contract.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type Fault, type FaultDav } from '@anchorage/kit';
import type { CloudCollection } from './contract.ts';
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
function fill(count: number): void {
  for (let at = 0; at < count; at += 1) dav.collection('contacts').put(`${at}.vcf`, card(`u${at}`));
}
const href = (name: string): string => dav.collectionUrl('contacts') + name;

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

  it('never gives the ETag of a later text to an earlier one', async () => {
    fill(1);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 501 } });
    dav.arm({ method: 'GET', fault: { kind: 'no-etag' } });
    const edited: DavTransport = {
      ...transport,
      request(request) {
        if (request.method === 'PROPFIND') dav.collection('contacts').put('0.vcf', card('u0', 'edited'));
        return transport.request(request);
      },
    };
    const [fetched] = await openTestCollection(edited, dav.collectionUrl('contacts')).fetch(all(1));
    const [member] = dav.members('contacts');
    expect(fetched).toMatchObject({ kind: 'found', etag: member?.etag, body: card('u0', 'edited') });
  });

  it.each<[string, Parameters<typeof dav.arm>[0]['fault'], Partial<FetchedResource>]>([
    ['has a bad moment', { kind: 'answer', status: 500 }, { kind: 'unavailable' }],
    ['refuses to say it', { kind: 'answer', status: 403 }, { kind: 'unavailable' }],
    ['says nothing', { kind: 'rewrite-answer', rewrite: () => emptyMultistatus }, { kind: 'unavailable' }],
    ['cannot say it', { kind: 'answer', status: 501 }, { kind: 'found', etag: '' }],
  ])('never takes a text for one without an ETag because the server %s', async (_, fault, fetched) => {
    fill(1);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 501 } });
    dav.arm({ method: 'GET', fault: { kind: 'no-etag' } });
    dav.arm({ method: 'PROPFIND', fault });
    expect(await contacts.fetch(all(1))).toMatchObject([fetched]);
  });

  it('throws when the server has enough of us', async () => {
    fill(2);
    dav.arm({ method: 'REPORT', fault: { kind: 'answer', status: 429 } });
    await expect(contacts.fetch(all(2))).rejects.toMatchObject({ code: 'busy' });
  });
});

const emptyMultistatus = '<multistatus xmlns="DAV:"/>';
