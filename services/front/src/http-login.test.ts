import { contactText, createPhone } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrontSettings } from './front-settings.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let url: string;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  const spoken = rig.log.filter((line) => line.includes('canary') || line.includes('rigphone'));
  if (spoken.length > 0) throw new Error('a login stands in the log');
});

const shared = { username: 'everybody', password: 'canary-shared-1' };
async function serve(settings: Partial<FrontSettings> = {}): Promise<void> {
  ({ url } = await rig.serve({ settings }));
}

function phone(options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

describe('a login in the header of HTTP', () => {
  beforeEach(() => serve());

  it('is as good as one in the message', async () => {
    const one = phone({ auth: 'http' });
    one.add('card', contactText(1, 'text/x-vcard'));
    const report = await one.sync();
    expect(report).toMatchObject({ outcome: 'finished' });
    expect(report.headerStatuses[0]).toBe(212);
    expect(await rig.texts('card')).toHaveLength(1);
  });

  it('that fits no phone leaves the message to what it says itself', async () => {
    const httpLogin = { username: 'proxy', password: 'canary-proxy' };
    for (let round = 0; round < 15; round += 1) {
      const report = await phone({ httpLogin }).sync();
      expect(report.outcome).toBe('finished');
    }
    expect((await phone({ auth: 'http', httpLogin }).sync()).headerStatuses.slice(0, 2)).toEqual([407, 212]);
  });

  it('that is wrong is counted and told of like any other, and then not looked at for a while', async () => {
    const wrong = { username: 'rigphone', password: 'canary-wrong' };
    const guess = async () =>
      (await phone({ auth: 'http', httpLogin: wrong, password: 'canary-x' }).sync()).outcome;
    for (let round = 0; round < 6; round += 1) expect(await guess()).toBe('refused');
    const audit = await rig.store.audit.list(rig.accountId, 50);
    expect(audit.some(({ action }) => action === 'login refused')).toBe(true);
    // The right one is not looked at either: 407, where before it would have been let in.
    const rests = await phone({ auth: 'http', password: rig.password }).sync();
    expect(rests.headerStatuses[0]).not.toBe(212);
    rig.passTime(60_000);
    expect((await phone({ auth: 'http' }).sync()).headerStatuses[0]).toBe(212);
  });

  it('does not count for a message with a credential of its own', async () => {
    const report = await phone({
      auth: 'basic',
      password: 'canary-wrong',
      httpLogin: { username: 'rigphone', password: rig.password },
    }).sync();
    expect(report.headerStatuses).toEqual([401, 401, 401]);
  });

  it('in clear over an open line is not taken where the operator does not want it', async () => {
    await serve({ basicOverHttp: false });
    expect((await phone({ auth: 'http' }).sync()).headerStatuses.slice(0, 2)).toEqual([407, 212]);
  });
});

describe('a login in the header of HTTP that the operator wants', () => {
  beforeEach(() => serve({ httpLogin: { required: true, shared } }));

  const knock = (headers: Readonly<Record<string, string>>, body = 'never read'): Promise<Response> =>
    fetch(url, { method: 'POST', headers, body });
  const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

  it.each([
    ['the one all phones show, and the SyncML login', { httpLogin: shared }],
    ["the phone's own, which is the SyncML login too", { auth: 'http' }],
    [
      "the phone's own, and the SyncML login",
      { httpLogin: { username: 'rigphone', password: 'canary-password-7' } },
    ],
  ] as const)('is %s', async (_, options) => {
    const one = phone(options);
    one.add('card', contactText(1, 'text/x-vcard'));
    expect((await one.sync()).outcome).toBe('finished');
    expect((await one.sync()).outcome).toBe('finished');
  });

  it('all phones show lets none of them in by itself', async () => {
    const report = await phone({ httpLogin: shared, password: 'canary-wrong' }).sync();
    expect(report).toMatchObject({ outcome: 'refused', headerStatuses: [401, 401, 401] });
  });

  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Bearer canary' }],
    ['something unreadable', { authorization: 'Basic ???' }],
    ['a wrong password', { authorization: basic('everybody', 'canary-no') }],
    ['a user nobody knows', { authorization: basic('nobody', 'canary-no') }],
    ["another phone's name", { authorization: basic('rigphone', 'canary-no') }],
  ])('is asked for when there is %s, before anything is read', async (_, headers) => {
    const response = await knock(headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="SyncML", charset="UTF-8"');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it('is waited for longer and longer by whoever guesses', async () => {
    const headers = { authorization: basic('rigphone', 'canary-no') };
    for (let round = 0; round < 12; round += 1) expect((await knock(headers)).status).toBe(401);
    const rests = await knock({ authorization: basic('rigphone', rig.password) });
    expect(rests.status).toBe(429);
    expect(Number(rests.headers.get('retry-after'))).toBeGreaterThan(0);
    rig.passTime(60_000);
    // Let in, and only now read: it is no message.
    expect((await knock({ authorization: basic('rigphone', rig.password) })).status).toBe(400);
  });

  it('is not wanted of who only looks', async () => {
    expect((await fetch(url)).status).toBe(200);
  });
});
