import { contactText, createPhone } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

function phoneAt(url: string, options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

const contact = (seed: number) => contactText(seed, 'text/x-vcard');

describe('a sync', () => {
  const dialects = (['1.0', '1.1', '1.2'] as const).flatMap((version) =>
    (['xml', 'wbxml'] as const).flatMap((encoding) =>
      (['md5', 'basic'] as const).map((auth) => [version, encoding, auth] as const),
    ),
  );
  it.each(dialects)('goes both ways in SyncML %s as %s with %s', async (version, encoding, auth) => {
    const { url } = await rig.serve();
    const phone = phoneAt(url, { version, encoding, auth });
    phone.add('card', contact(1));
    phone.add('card', contact(2));
    await rig.put('card', contact(3));
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');
    expect(report.datastores['card']).toMatchObject({ alertStatus: 508, syncType: 201, finished: true });
    expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
    expect(await rig.texts('card')).toHaveLength(3);
    expect((await rig.mappings('card')).filter(({ luid, pending }) => luid === null || pending)).toEqual([]);

    const second = await phone.sync();
    expect(second.headerStatuses[0]).toBe(212);
    expect(second.datastores['card']).toMatchObject({
      alertStatus: 200,
      syncType: 200,
      sent: { add: 0, replace: 0, delete: 0 },
      received: { add: 0, replace: 0, delete: 0 },
    });
  });

  it('carries changes and deletions of both sides', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    const mine = phone.add('card', contact(1));
    const gone = phone.add('card', contact(2));
    const theirs = await rig.put('card', contact(3));
    const dropped = await rig.put('card', contact(4));
    await phone.sync();
    phone.replace('card', mine, contact(11));
    phone.delete('card', gone);
    await rig.change(theirs, contact(13));
    await rig.remove(dropped);
    const report = await phone.sync();
    expect(report.datastores['card']).toMatchObject({
      sent: { add: 0, replace: 1, delete: 1 },
      received: { add: 0, replace: 1, delete: 1 },
    });
    expect(await rig.texts('card')).toEqual([contact(11), contact(13)].toSorted());
    expect([...phone.items('card').values()].toSorted()).toEqual([contact(11), contact(13)].toSorted());
    expect(await rig.mappings('card')).toHaveLength(2);
  });

  it('takes several datastores and answers 404 for one it does not have', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url, {
      datastores: {
        card: { type: 'text/x-vcard', source: './C:Contacts', target: './Contacts' },
        cal: { type: 'text/x-vcalendar' },
        bookmark: { type: 'text/x-vbookmark' },
      },
    });
    phone.add('card', contact(1));
    const report = await phone.sync();
    expect(report.datastores['bookmark']?.alertStatus).toBe(404);
    expect(report.datastores['card']?.finished).toBe(true);
    expect(report.datastores['cal']?.finished).toBe(true);
  });

  it('spreads both sides over many messages of a small phone', async () => {
    const { url } = await rig.serve({ settings: { maxMsgSize: 5_000 } });
    const phone = phoneAt(url, { encoding: 'wbxml', maxMsgSize: 4_000 });
    for (let seed = 0; seed < 40; seed++) phone.add('card', contact(seed));
    for (let seed = 100; seed < 140; seed++) await rig.put('card', contact(seed));
    const report = await phone.sync();
    expect(report.messages).toBeGreaterThan(10);
    expect(phone.items('card').size).toBe(80);
    expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
  });

  it('carries large objects both ways', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url, { maxMsgSize: 8_000 });
    const large = (seed: number) =>
      contactText(seed, 'text/x-vcard', { photo: Buffer.alloc(60_000, seed).toString('base64') });
    phone.add('card', large(1));
    await rig.put('card', large(2));
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');
    expect([...phone.items('card').values()].toSorted()).toEqual([large(1), large(2)].toSorted());
    expect(await rig.texts('card')).toEqual([large(1), large(2)].toSorted());
  });

  it.each([202, 203, 204, 205])('keeps to a sync of type %i', async (type) => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await phone.sync();
    const report = await phone.sync({ type });
    expect(report.datastores['card']).toMatchObject({ alertStatus: 200, syncType: type, finished: true });
  });
});

describe('logging in', () => {
  it('keeps the nonce for the next session, also for another front', async () => {
    const phone = phoneAt((await rig.serve()).url);
    expect((await phone.sync()).headerStatuses.slice(0, 1)).toEqual([212]);
    const other = phoneAt((await rig.serve()).url, { state: phone.state() });
    expect((await other.sync()).headerStatuses[0]).toBe(212);
  });

  it('takes no nonce twice (DS-056, F15)', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    await phone.sync();
    const memory = phone.state();
    await phone.sync();
    const replayed = phoneAt(url, { state: memory });
    expect((await replayed.sync()).headerStatuses.slice(0, 2)).toEqual([401, 212]);
  });

  it.each(['continue', 'restart'] as const)(
    'answers a stale nonce with a challenge (%s)',
    async (afterChallenge) => {
      const { url } = await rig.serve();
      const phone = phoneAt(url, { afterChallenge });
      await phone.sync();
      const forgetful = phoneAt(url, { afterChallenge });
      const report = await forgetful.sync();
      expect(report.headerStatuses.slice(0, 2)).toEqual([401, 212]);
      expect(report.outcome).toBe('finished');
    },
  );

  it.each(['md5', 'basic'] as const)('refuses a wrong password (%s)', async (auth) => {
    const { url } = await rig.serve();
    const report = await phoneAt(url, { auth, password: 'wrong' }).sync();
    expect(report.outcome).toBe('refused');
    expect(report.headerStatuses).toEqual([401, 401, 401]);
    expect(await rig.store.sessions.list(rig.accountId, 10)).toEqual([]);
  });

  it('refuses an unknown user alike', async () => {
    const { url } = await rig.serve();
    const report = await phoneAt(url, { username: 'nobody' }).sync();
    expect(report.headerStatuses).toEqual([401, 401, 401]);
  });

  it('lets a guesser wait (DS-062, F16)', async () => {
    const { url } = await rig.serve();
    for (let round = 0; round < 5; round++)
      await phoneAt(url, { auth: 'basic', password: `wrong${round}` }).sync();
    expect((await phoneAt(url).sync()).headerStatuses).toEqual([417]);
    rig.passTime(10_000);
    expect((await phoneAt(url).sync()).outcome).toBe('finished');
  });

  it('refuses a blocked device, also in the middle of a session', async () => {
    const { url } = await rig.serve();
    const block = () => rig.store.devices.update(rig.accountId, rig.device.id, { state: 'blocked' });
    const phone = phoneAt(url);
    const interrupted = phone.sync({ onExchange: ({ ordinal }) => (ordinal === 1 ? block() : undefined) });
    await expect(interrupted).rejects.toThrow('SyncHdr 403 in the middle of a session');
    expect((await phoneAt(url).sync()).headerStatuses.at(-1)).toBe(403);
  });

  it('begins anew with another phone under the same login, and says so', async () => {
    const { url } = await rig.serve();
    await rig.put('card', contact(1));
    await phoneAt(url).sync();
    const successor = phoneAt(url, { deviceUri: 'IMEI:000000000000025' });
    const report = await successor.sync();
    expect(report.datastores['card']?.syncType).toBe(201);
    expect(successor.items('card').size).toBe(1);
    const audit = await rig.store.audit.list(rig.accountId, 10);
    expect(audit.map(({ action }) => action)).toContain('login used by another phone');
  });
});
