/** How many phones may sync everything at once, and what becomes of the others. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions, SyncReport, Transport } from '@anchorage/kit';
import { systemRandom } from '@anchorage/runtime';
import type { Metrics } from '@anchorage/runtime';
import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrontOptions } from './create-front.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

const contact = (seed: number) => contactText(seed, 'text/x-vcard');
const minute = 60_000;

let rig: Rig;
/** What every front of a test slept, in milliseconds, instead of doing it. */
let slept: number[];
beforeEach(async () => {
  rig = await createRig();
  slept = [];
});
afterEach(() => rig.close());

const serve = (perProcess: number, perTenant = 0, options: Partial<FrontOptions> = {}) =>
  rig.serve({ settings: { wholeSyncs: { perProcess, perTenant } }, sleep: quick, ...options });
const quick = (ms: number): Promise<void> => {
  slept.push(ms);
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20)));
};

/** A phone with a login of its own and a contact that no other has. */
async function phoneAt(url: string, number: number, options: Partial<PhoneOptions> = {}): Promise<Phone> {
  await rig.addDevice(`phone${number}`);
  const phone = phoneLike(url, number, options);
  phone.add('card', contact(number));
  return phone;
}

const phoneLike = (url: string, number: number, options: Partial<PhoneOptions> = {}): Phone =>
  createPhone({
    url,
    username: `phone${number}`,
    password: rig.password,
    deviceUri: `IMEI:00000000000010${number}`,
    auth: 'basic',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });

/** The phone goes on no further than the reply to its first message, and its sync is under way. */
async function begin(phone: Phone): Promise<void> {
  expect(await phone.sync({ type: 201, vanishAfter: 1 })).toMatchObject({
    outcome: 'vanished',
    datastores: { card: { alertStatus: 200 } },
  });
}

async function expectPutOff(phone: Phone): Promise<void> {
  const before = phone.state();
  expect(await phone.sync()).toMatchObject({
    outcome: 'finished',
    datastores: { card: { alertStatus: 417, syncType: null, finished: false } },
  });
  expect(phone.state().datastores).toEqual(before.datastores);
}

async function expectServed(phone: Phone, syncType = 201): Promise<void> {
  expect(await phone.sync({ type: syncType })).toMatchObject({
    outcome: 'finished',
    datastores: { card: { syncType, finished: true } },
  });
  expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
}

describe('a phone that finds no place', () => {
  it('is told to come back later, loses nothing, and is served when a place is free', async () => {
    const { url } = await serve(1);
    const [first, second] = [await phoneAt(url, 1), await phoneAt(url, 2)];
    await begin(first);
    const devices = await rig.store.devices.list(rig.accountId);
    const device = devices.find(({ username }) => username === 'phone2');
    const [datastore] = await rig.store.datastores.ofDevice(rig.accountId, device?.id ?? rig.device.id);
    await expectPutOff(second);
    await expectPutOff(second);
    const [session] = await rig.store.sessions.list(rig.accountId, 1);
    expect(session).toMatchObject({ phase: 'aborted', outcome: 'put off', deviceId: device?.id });
    expect(await rig.store.datastores.ofDevice(rig.accountId, device?.id ?? rig.device.id)).toContainEqual(
      datastore,
    );
    expect(rig.log.filter((line) => line.includes('whole sync put off'))).toHaveLength(2);
    // The first one comes back: it may, and when it is done there is a place.
    await expectServed(first, 201);
    await expectServed(second, 201);
  });

  it('takes part in ordinary syncs all the same', async () => {
    const { url } = await serve(1);
    const [first, second] = [await phoneAt(url, 1), await phoneAt(url, 2)];
    await expectServed(second);
    await begin(first);
    await expectServed(second, 200);
    expect(await second.sync({ type: 201 })).toMatchObject({ datastores: { card: { alertStatus: 417 } } });
    // Its anchors are what they were.
    await expectServed(second, 200);
  });

  it('hears so at a moment of its own, no later than any reply', async () => {
    let draw = 0;
    const random: FrontOptions['random'] = {
      id: () => systemRandom.id(),
      // The two octets that choose the moment say a quarter, three quarters, a quarter, ...
      bytes: (length) =>
        length === 2 ? Uint8Array.of(draw++ % 2 === 0 ? 64 : 192, 0) : systemRandom.bytes(length),
    };
    const { url } = await serve(1, 0, { random, clock: { now: () => 1_000_000 } });
    await begin(await phoneAt(url, 1));
    slept = [];
    draw = 0;
    await expectPutOff(await phoneAt(url, 2));
    await expectPutOff(await phoneAt(url, 3));
    expect(slept).toEqual([3_750, 11_250]);
  });

  it('hears it in the header where its profile wants that', async () => {
    const { url } = await serve(1);
    const second = await phoneAt(url, 2);
    await expectServed(second);
    const device = (await rig.store.devices.list(rig.accountId)).find(
      ({ username }) => username === 'phone2',
    );
    if (device === undefined || device.profile === null) throw new Error('the first sync made no profile');
    const profile = { ...device.profile, retryLater: 'header' } as const;
    await rig.store.devices.update(rig.accountId, device.id, { profile });
    await begin(await phoneAt(url, 1));
    expect(await second.sync({ type: 201 })).toMatchObject({ outcome: 'refused', headerStatuses: [417] });
    await expectServed(second, 200);
  });
});

describe('a place', () => {
  it('is kept through a sync of many messages, whoever else comes', async () => {
    const { url } = await serve(1);
    const long = await phoneAt(url, 1, { maxMsgSize: 3_000 });
    for (let seed = 10; seed < 40; seed++) long.add('card', contact(seed));
    for (let seed = 50; seed < 60; seed++) await rig.put('card', contact(seed));
    const other = await phoneAt(url, 2);
    const report = await long.sync({
      onExchange: async ({ ordinal }) => {
        if (ordinal < 8) await expectPutOff(other);
      },
    });
    expect(report.messages).toBeGreaterThan(8);
    expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { finished: true } } });
    expect([...long.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
    await expectServed(other);
  });

  it('passes from a session that broke off to the next one of the same phone', async () => {
    const { url } = await serve(1);
    const phone = await phoneAt(url, 1);
    await begin(phone);
    await begin(phone);
    await expectServed(phone);
  });

  it('is free again when its phone has fallen silent; that one may go on nevertheless', async () => {
    const { url } = await serve(1);
    const [silent, waiting] = [await phoneAt(url, 1), await phoneAt(url, 2)];
    const report = await silent.sync({
      onExchange: async ({ ordinal }) => {
        if (ordinal !== 1) return;
        await expectPutOff(waiting);
        rig.passTime(6 * minute);
        await begin(waiting);
      },
    });
    expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { finished: true } } });
  });

  it('is free again when its session timed out', async () => {
    const { url, front } = await serve(1);
    await begin(await phoneAt(url, 1));
    rig.passTime(16 * minute);
    expect(await front.giveUpIdle()).toBe(1);
    await expectServed(await phoneAt(url, 2));
  });

  it('is taken by a sync that becomes a slow one on its way', async () => {
    const { url } = await serve(1);
    const phone = await phoneAt(url, 1);
    await expectServed(phone);
    const other = await phoneAt(url, 2);
    await phoneLike(url, 1, { state: phone.state(), transport: refusingOurAlert }).sync({
      vanishAfter: 2,
      onExchange: ({ ordinal }) => (ordinal === 2 ? expectPutOff(other) : undefined),
    });
    expect((await rig.store.sessions.list(rig.accountId, 3)).map(({ outcome }) => outcome)).toEqual([
      'put off',
      null,
      'complete',
    ]);
  });
});

/** Asked for an ordinary sync, the phone says after all that it needs everything (SyncML Sync Protocol 1.1, 5.5). */
const refusingOurAlert: Transport = (url, headers, body) => {
  const { message, dialect } = decodeMessage(body);
  const commands = message.commands.map((command) =>
    command.name === 'Status' && command.cmd === 'Alert' ? { ...command, code: 508 } : command,
  );
  return httpTransport(url, headers, encodeMessage({ ...message, commands }, dialect));
};

const codesOf = (reports: readonly SyncReport[]) =>
  reports.map(({ datastores }) => datastores['card']?.alertStatus ?? 0).toSorted((a, b) => a - b);

describe('several fronts', () => {
  it('count a tenant’s phones together, and each its own', async () => {
    const [one, two] = [await serve(0, 2), await serve(0, 2)];
    const phones = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => phoneAt(n % 2 === 0 ? one.url : two.url, n)),
    );
    const reports = await Promise.all(phones.map((phone) => phone.sync({ type: 201, vanishAfter: 1 })));
    expect(codesOf(reports)).toEqual([200, 200, 417, 417, 417, 417]);

    const [three, four] = [await serve(3, 0), await serve(3, 0)];
    const more = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7].map((n) => phoneAt(n === 7 ? three.url : four.url, n + 10)),
    );
    const later = await Promise.all(more.map((phone) => phone.sync({ type: 201, vanishAfter: 1 })));
    expect(codesOf(later)).toEqual([200, 200, 200, 200, 417, 417, 417]);
  });

  it('owe nothing to one that died', async () => {
    const dead = await serve(1);
    await begin(await phoneAt(dead.url, 1));
    await dead.front.stop();
    const { url } = await serve(1);
    await expectServed(await phoneAt(url, 2));
  });
});

it('operators see how many', async () => {
  const seen: string[] = [];
  let underWay = async (): Promise<number> => Promise.reject(new Error('no gauge'));
  const metrics: Metrics = {
    counter: (name) => ({
      add: (labels) => {
        if (name === 'anchorage_front_whole_syncs_total') seen.push(...Object.values<string>(labels));
      },
    }),
    histogram: () => ({ record: () => undefined }),
    gauge: (name, _help, _labels, read) => {
      if (name === 'anchorage_front_whole_syncs')
        underWay = async () => (await read())[0]?.value ?? Number.NaN;
    },
    declared: () => [],
    listen: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
  const { url } = await serve(1, 0, { metrics });
  const first = await phoneAt(url, 1);
  await begin(first);
  await expectPutOff(await phoneAt(url, 2));
  expect(await underWay()).toBe(1);
  await expectServed(first);
  expect(await underWay()).toBe(0);
  expect(seen).toEqual(['admitted', 'put-off', 'admitted']);
});
