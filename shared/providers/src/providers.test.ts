import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultDav, type FaultDav } from '@anchorage/kit';
import { createProviders, type Providers } from './providers.ts';

const credentials = { username: 'ada', password: 'secret' };
let dav: FaultDav;
let providers: Providers;
beforeEach(async () => {
  dav = await startFaultDav({ user: { name: 'ada', password: 'secret' } });
  providers = open(true);
});
afterEach(async () => {
  await providers.close();
  await dav.close();
});

function open(allowPrivateAddresses: boolean): Providers {
  return createProviders({
    userAgent: 'Anchorage-test/1',
    allowPrivateAddresses,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => new Uint8Array(length), id: () => 'id' },
  });
}

describe('the generic provider', () => {
  it('links, opens and works on a collection', async () => {
    const generic = providers.provider('generic');
    const { collections } = await generic.discover({ url: dav.url, credentials });
    const info = collections.find(({ kinds }) => kinds.includes('task'));
    if (info === undefined) throw new Error('no tasks');
    const tasks = generic.open(info, credentials);
    const body = 'BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:one\r\nEND:VTODO\r\nEND:VCALENDAR\r\n';
    const made = await tasks.put({ href: tasks.hrefFor('one.ics'), etag: null, body });
    expect(made).toMatchObject({ kind: 'stored' });
    expect(await tasks.changes(null)).toMatchObject({
      kind: 'delta',
      changed: [{ href: tasks.hrefFor('one.ics') }],
    });
    expect((await tasks.fetch([tasks.hrefFor('one.ics')]))[0]).toMatchObject({ kind: 'found', body });
  });

  it('finds the DAV root that a product hides below what was typed', async () => {
    dav.arm({ containing: '.well-known', fault: { kind: 'answer', status: 404 }, times: 9 });
    const { rootUrl, collections } = await providers
      .provider('generic')
      .discover({ url: dav.url, credentials });
    expect(rootUrl).toBe(`${dav.url}dav/`);
    expect(collections).toHaveLength(4);
  });

  it('stays out of the operator’s network unless allowed', async () => {
    const guarded = open(false);
    const linking = guarded.provider('generic').discover({ url: dav.url, credentials });
    await expect(linking).rejects.toMatchObject({ code: 'forbidden' });
    expect(dav.requests).toEqual([]);
    await guarded.close();
  });

  it('says that nobody is there when it is closed', async () => {
    await providers.close();
    const linking = providers.provider('generic').discover({ url: dav.url, credentials });
    await expect(linking).rejects.toMatchObject({ code: 'unreachable' });
  });
});
