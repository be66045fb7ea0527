import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import { JobsError } from '@anchorage/jobs';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dyingAfter, untilDead } from './testing/dying-store.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

function phoneAt(url: string, options: Partial<PhoneOptions> = {}): Phone {
  const phone = createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' }, cal: { type: 'text/x-vcalendar' } },
    ...options,
  });
  return phone;
}

const contact = (seed: number) => contactText(seed, 'text/x-vcard');

async function expectSettled(phone: Phone, count: number): Promise<void> {
  expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
  expect(await rig.texts('card')).toHaveLength(count);
  const mappings = await rig.mappings('card');
  expect(mappings.map(({ luid }) => luid ?? 'none').toSorted()).toEqual(
    [...phone.items('card').keys()].toSorted(),
  );
}

describe('a reply that gets lost', () => {
  it.each([1, 2, 3])('comes again octet by octet (message %i) (F2, F3)', async (ordinal) => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    const report = await phone.sync({ loseReplyTo: [ordinal] });
    expect(report.outcome).toBe('finished');
    await expectSettled(phone, 2);
    expect((await phone.sync()).datastores['card']?.syncType).toBe(200);
  });

  it('comes again after the front was replaced (F24)', async () => {
    const first = await rig.serve();
    const second = await rig.serve();
    const phone = phoneAt(first.url, {
      route: (url, ordinal) =>
        url.replace(/^http:\/\/[^/]+/, new URL(ordinal > 1 ? second.url : first.url).origin),
    });
    let posts = 0;
    const alternating = phoneAt(first.url, {
      route: (url) =>
        url.replace(/^http:\/\/[^/]+/, new URL(posts++ % 2 === 0 ? first.url : second.url).origin),
    });
    alternating.add('card', contact(1));
    await rig.put('card', contact(2));
    await alternating.sync({ loseReplyTo: [1, 2, 3] });
    await expectSettled(alternating, 2);
    expect((await phone.sync()).outcome).toBe('finished');
  });

  it('is the same for two requests at the same time (F11)', async () => {
    const { url } = await rig.serve();
    const other = await rig.serve();
    const replies: Uint8Array[][] = [];
    const phone = phoneAt(url, {
      transport: async (to, headers, body) => {
        const post = async (target: string) => {
          const response = await fetch(target, { method: 'POST', headers, body: Buffer.from(body) });
          return { response, octets: new Uint8Array(await response.arrayBuffer()) };
        };
        const elsewhere = to.replace(/^http:\/\/[^/]+/, new URL(other.url).origin);
        const both = await Promise.all([post(to), post(to), post(elsewhere)]);
        replies.push(both.map(({ octets }) => octets));
        const [first] = both;
        return {
          status: first.response.status,
          headers: Object.fromEntries(first.response.headers),
          body: first.octets,
        };
      },
    });
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');
    for (const [first, ...others] of replies) for (const another of others) expect(another).toEqual(first);
    await expectSettled(phone, 2);
    expect(await rig.store.sessions.list(rig.accountId, 10)).toHaveLength(1);
  });
});

describe('a first message at two fronts', () => {
  const slowly: [string, (gate: Promise<void>) => Partial<Rig['store']>][] = [
    [
      'after the other has used its nonce up',
      (gate) => ({
        challenges: {
          ...rig.store.challenges,
          get: (uri) => gate.then(() => rig.store.challenges.get(uri)),
        },
      }),
    ],
    [
      'after both have accepted its login',
      (gate) => ({ transaction: (work) => gate.then(() => rig.store.transaction(work)) }),
    ],
  ];
  it.each(slowly)('gets one reply, one session and one nonce (%s) (F2)', async (_, slow) => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const fast = await rig.serve();
    const late = await rig.serve({ store: { ...rig.store, ...slow(gate) } });
    const phone = phoneAt(fast.url, {
      transport: async (url, headers, body) => {
        const waiting = httpTransport(
          url.replace(/^http:\/\/[^/]+/, new URL(late.url).origin),
          headers,
          body,
        );
        await new Promise((resolve) => setTimeout(resolve, 30));
        const reply = await httpTransport(url, headers, body);
        const nonces = await rig.store.challenges.get('IMEI:000000000000017');
        release();
        expect((await waiting).body).toEqual(reply.body);
        expect(await rig.store.challenges.get('IMEI:000000000000017')).toEqual(nonces);
        return reply;
      },
    });
    expect((await phone.sync()).headerStatuses[0]).toBe(212);
    expect((await phone.sync()).headerStatuses[0]).toBe(212);
    expect(await rig.store.sessions.list(rig.accountId, 10)).toHaveLength(2);
  });
});

describe('a message out of order', () => {
  it('is refused, and the session stays as it is (F10)', async () => {
    const { url } = await rig.serve();
    const sent: { url: string; request: Uint8Array; reply: Uint8Array }[] = [];
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await phone.sync({ onExchange: (exchange) => void sent.push(exchange) });
    const post = async (at: number) => {
      const body = Buffer.from(sent[at]?.request ?? new Uint8Array());
      const response = await fetch(sent[at]?.url ?? '', { method: 'POST', body });
      return new Uint8Array(await response.arrayBuffer());
    };
    const [first] = decodeMessage(await post(1)).message.commands;
    expect(first).toMatchObject({ name: 'Status', cmd: 'SyncHdr', code: 400 });
    // The last one is a resend even now.
    expect(await post(2)).toEqual(new Uint8Array(sent[2]?.reply ?? []));
    await expectSettled(phone, 1);
  });
});

describe('a queue that is down', () => {
  it('costs time only (F33)', async () => {
    const down = new JobsError('unavailable', 'no queue');
    const queue = { ...rig.queue, enqueue: () => Promise.reject(down) };
    const { url } = await rig.serve({ queue, settings: { maxReplyDeadline: 60 } });
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    const sweep = async () => {
      for (const job of await rig.store.sessions.unreconciled(10)) {
        await rig.queue.enqueue({ kind: 'reconcile', ...job });
      }
    };
    const report = await phone.sync({ onExchange: ({ ordinal }) => (ordinal === 4 ? sweep() : undefined) });
    expect(report.outcome).toBe('finished');
    await expectSettled(phone, 2);
    expect(rig.log.join('\n')).toContain('job not enqueued');
  });
});

describe('a phone that disappears', () => {
  it.each([1, 2, 3])('before the reply to message %i, loses and doubles nothing (F4)', async (ordinal) => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    expect((await phone.sync({ vanishBeforeReplyTo: ordinal })).outcome).toBe('vanished');
    expect((await phone.sync()).outcome).toBe('finished');
    await expectSettled(phone, 2);
  });

  it('keeps its Maps for the next session (F6)', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url, { mapWhen: 'next-session' });
    await rig.put('card', contact(2));
    await phone.sync();
    expect((await rig.mappings('card'))[0]).toMatchObject({ luid: null, pending: true });
    await phone.sync();
    await expectSettled(phone, 1);
  });
});

describe('two fronts on one store', () => {
  it('answer alternately (F25)', async () => {
    const fronts = [await rig.serve(), await rig.serve()];
    const phone = phoneAt(fronts[0]?.url ?? '', {
      encoding: 'wbxml',
      maxMsgSize: 4_000,
      route: (url, ordinal) => url.replace(/^http:\/\/[^/]+/, new URL(fronts[ordinal % 2]?.url ?? '').origin),
    });
    for (let seed = 0; seed < 20; seed++) phone.add('card', contact(seed));
    for (let seed = 50; seed < 70; seed++) await rig.put('card', contact(seed));
    expect((await phone.sync()).outcome).toBe('finished');
    await expectSettled(phone, 40);
  });
});

describe('a front that dies', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'after its commit number %i leaves a session another can go on with',
    async (commit) => {
      const { store, alive } = dyingAfter(rig.store, commit);
      const first = await rig.serve({ store });
      const second = await rig.serve();
      const phone = phoneAt(first.url, { transport: untilDead(httpTransport, alive, first.url, second.url) });
      phone.add('card', contact(1));
      await rig.put('card', contact(2));
      const report = await phone.sync();
      expect(report.outcome).toBe('finished');
      await expectSettled(phone, 2);
      expect((await phone.sync()).datastores['card']).toMatchObject({ syncType: 200, finished: true });
    },
  );
});

describe('a cloud side that takes its time', () => {
  it('lets the phone go on, and goes on itself when it is ready', async () => {
    const { url } = await rig.serve({ settings: { maxReplyDeadline: 60 } });
    const release = rig.hold();
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    const report = await phone.sync({
      onExchange: ({ ordinal }) => {
        if (ordinal === 5) release();
      },
    });
    expect(report.messages).toBeGreaterThan(5);
    expect(report.outcome).toBe('finished');
    await expectSettled(phone, 2);
  });
});

describe('sessions side by side', () => {
  it('gives up the older one of a device (DS-146, F12)', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    await phone.sync({ vanishAfter: 1 });
    await phone.sync();
    const sessions = await rig.store.sessions.list(rig.accountId, 10);
    expect(sessions.map(({ phase, outcome }) => [phase, outcome])).toEqual([
      ['finished', 'complete'],
      ['aborted', 'superseded'],
    ]);
  });

  it('gives up a silent one', async () => {
    const { url, front } = await rig.serve();
    await phoneAt(url).sync({ vanishAfter: 1 });
    expect(await front.giveUpIdle()).toBe(0);
    rig.passTime(16 * 60_000);
    expect(await front.giveUpIdle()).toBe(1);
    expect((await rig.store.sessions.list(rig.accountId, 1))[0]).toMatchObject({ phase: 'aborted' });
  });

  it('finds the session of a phone that ignores RespURI (DS-148)', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url, { followRespUri: false });
    phone.add('card', contact(1));
    expect((await phone.sync()).outcome).toBe('finished');
    await expectSettled(phone, 1);
  });
});
