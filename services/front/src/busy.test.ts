/** What a phone hears while the cloud side is at work, in the three ways a profile may name. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Message } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dyingAfter, untilDead } from './testing/dying-store.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

type Signal = 'next-message' | 'empty' | 'busy';
const contact = (seed: number) => contactText(seed, 'text/x-vcard');
/** Nobody wants to wait fifteen seconds for a connector that is held back. */
const settings = { maxReplyDeadline: 40 };

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

/** A phone that has synced before; `signal` is now in the profile made of its DevInf. */
async function phoneWith(signal: Signal, options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const { url } = await rig.serve();
  const described: PhoneOptions = {
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
  };
  const before = createPhone(described);
  before.add('card', contact(1));
  await before.sync();
  const device = await rig.store.devices.get(rig.accountId, rig.device.id);
  if (device === null || device.profile === null) throw new Error('the first sync made no profile');
  await rig.store.devices.update(rig.accountId, device.id, {
    profile: { ...device.profile, busySignal: signal },
  });
  const phone = createPhone({ ...described, ...options, state: before.state() });
  phone.add('card', contact(2));
  await rig.put('card', contact(3));
  return phone;
}

async function expectSettled(phone: Phone): Promise<void> {
  expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
  expect(await rig.texts('card')).toHaveLength(3);
}

const read = (octets: Uint8Array): Message => decodeMessage(octets).message;
const said = ({ commands, final }: Message) => [
  ...commands.map((one) =>
    one.name === 'Status'
      ? `${one.msgRef} ${one.cmd} ${one.code}`
      : `${one.name} ${'code' in one ? one.code : ''}`,
  ),
  ...(final ? ['Final'] : []),
];

describe('a connector that is slow', () => {
  it.each<[Signal, string[], string[]]>([
    [
      'next-message',
      ['2 SyncHdr 200', '2 Sync 200', '2 Add 201', 'Alert 222'],
      ['3 SyncHdr 200', '3 Alert 200', 'Alert 222'],
    ],
    ['empty', ['2 SyncHdr 200'], ['3 SyncHdr 200', '3 Alert 200']],
    ['busy', ['2 SyncHdr 101'], ['3 SyncHdr 101', '3 Alert 101']],
  ])('is waited for, and the phone told: %s (DS-008, DS-138, DS-139)', async (signal, first, then) => {
    const { url } = await rig.serve({ settings });
    const phone = await phoneWith(signal, { url });
    const release = rig.hold();
    const replies: Message[] = [];
    const report = await phone.sync({
      onExchange: ({ ordinal, reply }) => {
        replies.push(read(reply));
        if (ordinal === 4) release();
      },
    });
    expect(report).toMatchObject({
      outcome: 'finished',
      datastores: { card: { syncType: 200, finished: true } },
    });
    expect(replies.slice(1, 3).map(said)).toEqual([first, then]);
    expect(replies.map(({ header }) => header.msgId)).toEqual(replies.map((_, at) => at + 1));
    // What was held back names the message it is about.
    const end = replies.map(said).find((lines) => lines.includes('Sync ')) ?? [];
    const held = signal === 'next-message' ? [] : ['2 Sync 200', '2 Add 201'];
    expect(end.filter((line) => line.startsWith('2 '))).toEqual(held);
    expect(end.slice(-2)).toEqual(['Sync ', 'Final']);
    await expectSettled(phone);
  });
});

describe('a busy reply', () => {
  it('that is never followed by a question leaves a void session and the anchors (DS-140)', async () => {
    const { url, front } = await rig.serve({ settings });
    const phone = await phoneWith('busy', { url });
    const anchors = async () => {
      const { clientAnchor, serverAnchor } =
        (await rig.store.datastores.get(rig.accountId, rig.datastores.card.id)) ?? {};
      return { clientAnchor, serverAnchor };
    };
    const before = await anchors();
    const release = rig.hold();
    let last: readonly string[] = [];
    const report = await phone.sync({
      vanishAfter: 2,
      onExchange: ({ reply }) => void (last = said(read(reply))),
    });
    expect(report.outcome).toBe('vanished');
    expect(last).toEqual(['2 SyncHdr 101']);
    release();
    rig.passTime(16 * 60_000);
    expect(await front.giveUpIdle()).toBe(1);
    expect((await rig.store.sessions.list(rig.accountId, 1))[0]).toMatchObject({
      phase: 'aborted',
      outcome: 'timed out',
    });
    expect(await anchors()).toEqual(before);
    expect((await phone.sync()).datastores['card']).toMatchObject({ syncType: 200, finished: true });
    await expectSettled(phone);
  });

  it.each([2, 3, 4])('comes again octet by octet when it gets lost (message %i)', async (ordinal) => {
    const { url } = await rig.serve({ settings });
    const phone = await phoneWith('busy', { url });
    const release = rig.hold();
    const report = await phone.sync({
      loseReplyTo: [ordinal],
      onExchange: (exchange) => {
        if (exchange.ordinal === 3) release();
      },
    });
    expect(report).toMatchObject({ outcome: 'finished' });
    expect(report.headerStatuses.slice(0, 3)).toEqual([212, 101, 101]);
    await expectSettled(phone);
  });
});

describe('what is held back', () => {
  // Two commits for each message; the third message is the one that asks.
  const deaths = [3, 4, 5, 6, 7, 8].flatMap((commit) => [
    { commit, signal: 'empty' as const },
    { commit, signal: 'busy' as const },
  ]);
  it.each(deaths)('outlives a front that dies after commit $commit ($signal)', async ({ commit, signal }) => {
    const { store, alive } = dyingAfter(rig.store, commit);
    const [first, second] = [await rig.serve({ store, settings }), await rig.serve({ settings })];
    const phone = await phoneWith(signal, {
      url: first.url,
      transport: untilDead(httpTransport, alive, first.url, second.url),
    });
    const release = rig.hold();
    const statuses: string[] = [];
    const report = await phone.sync({
      onExchange: ({ ordinal, reply }) => {
        statuses.push(...said(read(reply)).filter((line) => line.startsWith('2 ')));
        if (ordinal === 4) release();
      },
    });
    expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { finished: true } } });
    expect(statuses.slice(1)).toEqual(['2 Sync 200', '2 Add 201']);
    expect(alive()).toBe(false);
    await expectSettled(phone);
  });
});
