import { createPhone } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import type { DeviceId, EnrolmentId, LinkId } from '@anchorage/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultFrontSettings } from './front-settings.ts';
import type { FrontSettings } from './front-settings.ts';
import { forgetEnrolments } from './pass-through.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

const upstream = 'https://cloud.example.org/';
const secret = 'canary-app-password';
let rig: Rig;
let url: string;
let asked: EnrolmentId[];
beforeEach(async () => {
  rig = await createRig();
  asked = [];
  await serve();
});
afterEach(async () => {
  await rig.close();
  if (rig.log.some((line) => line.includes('canary'))) throw new Error('a password stands in the log');
});

async function serve(settings: Partial<FrontSettings> = {}): Promise<void> {
  ({ url } = await rig.serve({ settings: { ...defaultFrontSettings, upstream, ...settings } }));
}

function judging(judge: (id: EnrolmentId) => Promise<void>): void {
  rig.upstream.judge = async (id) => {
    asked.push(id);
    await judge(id);
  };
}
const letIn = (): void => judging((id) => rig.letIn(id));
const refuse = (): void => judging((id) => rig.store.enrolments.refuse(id, Date.now() + 600_000));

function phone(options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url,
    username: 'Ada@example.org',
    password: secret,
    deviceUri: 'IMEI:000000000000021',
    auth: 'basic',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}
const at = { upstream, username: 'Ada@example.org', deviceUri: 'IMEI:000000000000021' };
const waiting = async () => (await rig.store.enrolments.due(Date.now() + 1e9, 10)).length;

describe('a login of the upstream server', () => {
  it('lets its phone in once the cloud side has said so, and asks no more', async () => {
    letIn();
    const one = phone();
    expect(await one.sync()).toMatchObject({ outcome: 'finished' });
    expect(await one.sync()).toMatchObject({ outcome: 'finished' });
    expect(asked).toHaveLength(1);
    expect(await rig.store.devices.byUpstream(at)).toMatchObject({ password: secret });
    await phone({ deviceUri: 'IMEI:000000000000022' }).sync();
    expect(asked).toHaveLength(2);
    expect(await rig.store.devices.list(rig.accountId)).toHaveLength(3);
  });

  it('is asked for with basic, from a phone that begins with md5 or with nothing', async () => {
    letIn();
    const report = await phone({ auth: 'md5' }).sync();
    expect(report).toMatchObject({ outcome: 'finished' });
    expect(report.headerStatuses.slice(0, 2)).toEqual([401, 212]);
  });

  it('is refused like any other wrong password', async () => {
    refuse();
    expect(await phone().sync()).toMatchObject({ outcome: 'refused', headerStatuses: [401, 401, 401] });
    expect(asked).toHaveLength(1);
    expect(await rig.store.devices.byUpstream(at)).toBeNull();
  });

  it('waits no longer than a reply may, and is judged when the cloud is back', async () => {
    await serve({ maxReplyDeadline: 60 });
    judging(() => Promise.resolve());
    expect(await phone().sync()).toMatchObject({ outcome: 'refused', headerStatuses: [417] });
    await phone().sync();
    expect(new Set(asked).size).toBe(1);
    expect(await waiting()).toBe(1);
    for (const id of new Set(asked)) await rig.letIn(id);
    letIn();
    expect(await phone().sync()).toMatchObject({ outcome: 'finished' });
    expect(new Set(asked).size).toBe(1);
  });

  it('is asked about again when the password has changed, and keeps the device', async () => {
    letIn();
    await phone().sync();
    const before = await rig.store.devices.byUpstream(at);
    expect(await phone({ password: 'canary-new' }).sync()).toMatchObject({ outcome: 'finished' });
    const after = await rig.store.devices.byUpstream(at);
    expect(after).toMatchObject({ password: 'canary-new', device: { id: before?.device.id } });
    refuse();
    expect(await phone({ password: 'canary-guess' }).sync()).toMatchObject({ outcome: 'refused' });
    const later = phone({ password: 'canary-new', now: () => Date.now() + 5_000 });
    expect(await later.sync()).toMatchObject({ outcome: 'finished' });
  });

  it.each<[string, (device: EnrolledDevice) => Promise<void>]>([
    [
      'whose password was refused since',
      ({ id, linkId }) =>
        rig.store.devices.update(rig.accountId, id, { passThrough: { linkId, verifiedAt: null } }),
    ],
    [
      'whose link wants a new login',
      ({ linkId }) => rig.store.links.setStatus(rig.accountId, linkId, 'needs-login', 'refused'),
    ],
    ['whose link was removed', ({ linkId }) => rig.store.links.remove(rig.accountId, linkId)],
  ])('does not let in a device %s with the password we remember', async (_what, spoil) => {
    letIn();
    await phone().sync();
    await spoil(await enrolled());
    refuse();
    expect(await phone().sync()).toMatchObject({ outcome: 'refused' });
    expect(await phone({ auth: 'md5' }).sync()).toMatchObject({ outcome: 'refused' });
    expect(asked).toHaveLength(2);
  });

  it('is verified again after half a day without keeping the phone waiting', async () => {
    letIn();
    await phone().sync();
    rig.passTime(13 * 3_600_000);
    judging(() => Promise.resolve());
    expect(await phone().sync()).toMatchObject({ outcome: 'finished' });
    expect(asked).toHaveLength(2);
    expect(await waiting()).toBe(1);
    rig.passTime(2 * 3_600_000);
    const clock = { now: () => Date.now() + 15 * 3_600_000 };
    expect(await forgetEnrolments({ store: rig.store, clock })).toBe(1);
  });

  it('does not open a blocked device', async () => {
    letIn();
    await phone().sync();
    const { id } = await enrolled();
    await rig.store.devices.update(rig.accountId, id, { state: 'blocked' });
    expect(await phone().sync()).toMatchObject({ headerStatuses: [403] });
    expect(await phone({ password: 'canary-other' }).sync()).toMatchObject({ outcome: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('is never looked for where a device of ours has that name', async () => {
    letIn();
    await phone({ username: 'rigphone', password: 'canary-guess' }).sync();
    expect(asked).toEqual([]);
  });

  it('slows down who tries many names', async () => {
    refuse();
    for (let at = 0; at < 12; at += 1) await phone({ username: `person${at}` }).sync();
    expect(asked).toHaveLength(12);
    expect(await phone({ username: 'one-more' }).sync()).toMatchObject({ headerStatuses: [417] });
    expect(asked).toHaveLength(12);
  });
});

describe('nothing is sent upstream', () => {
  it('unless the operator has named a server', async () => {
    await serve({ upstream: null });
    letIn();
    expect(await phone().sync()).toMatchObject({ outcome: 'refused' });
    expect(asked).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it.each(['x-forwarded-for', 'forwarded', 'via'])(
    'from a proxy on this machine that nobody vouches for (%s)',
    async (name) => {
      letIn();
      const reply = await sent({ [name]: '127.0.0.1' });
      expect(reply).toContain('auth-md5');
      expect(asked).toEqual([]);
    },
  );

  it('does ask for basic over loopback', async () => {
    expect(await sent({})).toContain('auth-basic');
  });
});

interface EnrolledDevice {
  readonly id: DeviceId;
  readonly linkId: LinkId;
}

async function enrolled(): Promise<EnrolledDevice> {
  const device = (await rig.store.devices.byUpstream(at))?.device;
  if (!device?.passThrough) throw new Error('it was not let in');
  return { id: device.id, linkId: device.passThrough.linkId };
}

/** The answer to a phone's first message with headers of a proxy. */
async function sent(headers: Readonly<Record<string, string>>): Promise<string> {
  refuse();
  let answer = '';
  await phone({
    transport: async (to, own, body) => {
      const response = await fetch(to, {
        method: 'POST',
        headers: { ...own, ...headers },
        body: Buffer.from(body),
      });
      const octets = new Uint8Array(await response.arrayBuffer());
      answer ||= Buffer.from(octets).toString();
      return { status: response.status, headers: Object.fromEntries(response.headers), body: octets };
    },
  })
    .sync()
    .catch(() => undefined);
  return answer;
}
