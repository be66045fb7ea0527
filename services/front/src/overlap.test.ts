/** Messages that overtake each other: a second copy while the first is in work, an old session beside a new one. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions, Transport } from '@anchorage/kit';
import type { Sessions, Store } from '@anchorage/store';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const contact = (seed: number) => contactText(seed, 'text/x-vcard');

function phoneAt(url: string, options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    auth: 'basic',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

async function expectSettled(phone: Phone, count: number): Promise<void> {
  expect([...phone.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
  expect(await rig.texts('card')).toHaveLength(count);
}

describe('a message that comes twice while the first is in work', () => {
  it('gets one answer at two fronts, and is taken in once', async () => {
    let second = (): void => undefined;
    const secondWaits = new Promise<void>((resolve) => (second = resolve));
    const { url } = await rig.serve();
    const other = await rig.serve({
      sleep: (ms) => {
        second();
        return new Promise((resolve) => setTimeout(resolve, ms));
      },
    });
    const release = rig.hold();
    const phone = phoneAt(url, { transport: twice(2) });
    phone.add('card', contact(1));
    await rig.put('card', contact(2));
    expect((await phone.sync()).outcome).toBe('finished');
    await expectSettled(phone, 2);
    expect(await rig.store.sessions.list(rig.accountId, 10)).toHaveLength(1);

    /** The copy goes to the other front when the first has been taken in, and neither is answered before both wait. */
    function twice(at: number): Transport {
      let posts = 0;
      return async (to, headers, body) => {
        posts += 1;
        const first = httpTransport(to, headers, body);
        if (posts !== at) return first;
        await until(async () => (await rig.store.sessions.unreconciled(1)).length > 0);
        const copy = httpTransport(to.replace(/^http:\/\/[^/]+/, new URL(other.url).origin), headers, body);
        await secondWaits;
        release();
        expect((await copy).body).toEqual((await first).body);
        return first;
      };
    }
  });
});

describe('a session in whose place another of its phone is', () => {
  it.each([
    ['with its token', true, 2],
    ['by its number', false, 2],
    ['with its token, and the number of the new one', true, 1],
  ])('is refused when it goes on (%s), and what it brought is kept', async (_, followRespUri, counter) => {
    const { url } = await rig.serve({ settings: { maxMsgSize: 3_000 } });
    const held: { url: string; request: Uint8Array }[] = [];
    const old = phoneAt(url, { followRespUri, transport: lostAfter(3, held) });
    // More than one message of changes, so that one of them is still on its way.
    for (let seed = 1; seed <= 12; seed++) old.add('card', contact(seed));
    await expect(old.sync()).rejects.toThrow('the line is dead');
    const kept = await rig.store.inbox.orphaned(100);
    // Numbers every session alike, or counts on.
    const state = { ...old.state(), sessionCounter: counter - 1 };
    const phone = phoneAt(url, { state });
    const report = await phone.sync({
      onExchange: async ({ ordinal }) => {
        if (ordinal !== 1) return;
        const [late] = held;
        if (late === undefined) throw new Error('nothing was on its way');
        const { body } = await httpTransport(late.url, xml, late.request);
        const { commands } = decodeMessage(body).message;
        expect(commands.map((one) => (one.name === 'Status' ? one.code : one.name))).toEqual(
          commands.map(() => 417),
        );
        expect(commands.length).toBeGreaterThan(1);
      },
    });
    expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { finished: true } } });
    const sessions = await rig.store.sessions.list(rig.accountId, 10);
    expect(sessions.map(({ phase, outcome }) => [phase, outcome])).toEqual([
      ['finished', 'complete'],
      ['aborted', 'superseded'],
    ]);
    const orphaned = await rig.store.inbox.orphaned(100);
    expect(orphaned.map(({ sessionId }) => sessionId)).toEqual([sessions[1]?.id]);
    expect(kept).toEqual([]);
    await expectSettled(phone, 12);
  });

  it('may be begun again under its own number', async () => {
    const { url } = await rig.serve();
    const phone = phoneAt(url);
    phone.add('card', contact(1));
    await phone.sync({ vanishAfter: 1 });
    await phone.sync({ vanishAfter: 1 });
    // Another message than the first one, repeated: its anchor is a later one.
    const now = () => Date.now() + 5_000;
    const again = phoneAt(url, { state: { ...phone.state(), sessionCounter: 0 }, now });
    expect((await again.sync()).outcome).toBe('finished');
    await expectSettled(again, 1);
  });
});

describe('a first message over which a front hangs', () => {
  it('does not end the session that its phone has begun since', async () => {
    const { url } = await rig.serve();
    const { store, release } = hangingStore();
    const hung = await rig.serve({ store });
    const held: { url: string; request: Uint8Array }[] = [];
    const impatient = phoneAt(hung.url, { transport: lostAfter(1, held) });
    await expect(impatient.sync()).rejects.toThrow('the line is dead');
    const [late] = held;
    if (late === undefined) throw new Error('nothing was on its way');
    const reply = httpTransport(late.url, xml, late.request);
    await until(() => Promise.resolve(release.isNeeded));
    const phone = phoneAt(url, { state: impatient.state() });
    phone.add('card', contact(1));
    const report = await phone.sync({
      onExchange: async ({ ordinal }) => {
        if (ordinal !== 1) return;
        release.now();
        const [header] = decodeMessage((await reply).body).message.commands;
        expect(header).toMatchObject({ name: 'Status', code: 417 });
      },
    });
    expect(report.outcome).toBe('finished');
    expect(await rig.store.sessions.list(rig.accountId, 10)).toHaveLength(1);
    await expectSettled(phone, 1);
  });
});

/** Whose first question after a session takes until `release`. */
function hangingStore(): { store: Store; release: { isNeeded: boolean; now: () => void } } {
  const release = { isNeeded: false, now: (): void => undefined };
  const sessions: Sessions = {
    ...rig.store.sessions,
    async byPeer(...peer) {
      if (!release.isNeeded) {
        release.isNeeded = true;
        await new Promise<void>((resolve) => (release.now = resolve));
      }
      return rig.store.sessions.byPeer(...peer);
    },
  };
  return { store: { ...rig.store, sessions }, release };
}

const xml = { 'content-type': 'application/vnd.syncml+xml' };

/** Message `at` gets stuck on its way and does not come in before somebody posts it. */
function lostAfter(at: number, held: { url: string; request: Uint8Array }[]): Transport {
  let posts = 0;
  return (url, headers, body) => {
    posts += 1;
    if (posts < at) return httpTransport(url, headers, body);
    held.push({ url, request: Uint8Array.from(body) });
    return Promise.reject(new Error('the line is dead'));
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500; look++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came about');
}
