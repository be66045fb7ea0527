/** Messages that meet a session which is over, or is ended while they wait. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import type { Metrics } from '@anchorage/runtime';
import { decodeMessage } from '@anchorage/syncml-codec';
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
    auth: 'basic',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

function headerStatus(body: Uint8Array): number | null {
  const [first] = decodeMessage(body).message.commands;
  return first?.name === 'Status' ? first.code : null;
}

describe('a session that is given up while its message waits for the cloud side', () => {
  it('is answered 417 and not written in any more', async () => {
    const { url } = await rig.serve();
    const release = rig.hold();
    let posts = 0;
    const waiting: ReturnType<typeof httpTransport>[] = [];
    const impatient = phoneAt(url, {
      transport: async (to, headers, body) => {
        posts += 1;
        const reply = httpTransport(to, headers, body);
        if (posts !== 2) return reply;
        waiting.push(reply);
        await untilReceived();
        throw new Error('the phone hangs up');
      },
    });
    impatient.add('card', contactText(1, 'text/x-vcard'));
    await rig.put('card', contactText(2, 'text/x-vcard'));
    await expect(impatient.sync()).rejects.toThrow('the phone hangs up');
    // Another message than the first one, repeated: its anchor is a later one.
    await phoneAt(url, { now: () => Date.now() + 5_000 }).sync({ vanishAfter: 1 });
    const replies = await Promise.all(waiting);
    release();
    expect(replies.map(({ body }) => headerStatus(body))).toEqual([417]);
    const [, older] = await rig.store.sessions.list(rig.accountId, 2);
    expect(older).toMatchObject({ outcome: 'superseded', lastReply: null });
  });

  async function untilReceived(): Promise<void> {
    for (let look = 0; look < 200; look++) {
      if ((await rig.store.sessions.unreconciled(1)).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the message did not come in');
  }
});

describe('a session that is over', () => {
  it('repeats its last reply for ten minutes; then the same octets begin a new one', async () => {
    const { url } = await rig.serve();
    let first = new Uint8Array();
    const phone = phoneAt(url, { datastores: { memo: { type: 'text/plain' } } });
    await phone.sync({
      onExchange: ({ ordinal, request }) => {
        if (ordinal === 1) first = Uint8Array.from(request);
      },
    });
    const sessions = async () => (await rig.store.sessions.list(rig.accountId, 10)).length;
    const again = () => httpTransport(url, { 'content-type': 'application/vnd.syncml+xml' }, first);
    expect(await sessions()).toBe(1);
    const reply = await again();
    expect(headerStatus(reply.body)).toBe(212);
    expect((await again()).body).toEqual(reply.body);
    expect(await sessions()).toBe(1);
    rig.passTime(11 * 60_000);
    expect(headerStatus((await again()).body)).toBe(212);
    expect(await sessions()).toBe(2);
  });

  it('is counted once, whatever comes late', async () => {
    const counted: string[] = [];
    const { url } = await rig.serve({ metrics: recording(counted) });
    const phone = phoneAt(url, { mapWhen: 'next-message' });
    let last = { url: '', request: new Uint8Array() };
    await rig.put('card', contactText(1, 'text/x-vcard'));
    await phone.sync({
      onExchange: (exchange) => {
        last = { url: exchange.url, request: Uint8Array.from(exchange.request) };
      },
    });
    // The same message with other octets is a new one: a phone that maps once more.
    const late = Buffer.from(last.request).toString('latin1').replace('<Final', ' <Final');
    const reply = await httpTransport(
      last.url,
      { 'content-type': 'application/vnd.syncml+xml' },
      Buffer.from(late, 'latin1'),
    );
    expect(headerStatus(reply.body)).toBe(200);
    expect(counted).toEqual(['finished']);
  });
});

/** Records the outcomes of ended sessions. */
function recording(outcomes: string[]): Metrics {
  return {
    counter: (name) => ({
      add: (labels) => {
        const outcome = Object.entries(labels).find(([label]) => label === 'outcome')?.[1];
        if (name === 'anchorage_front_sessions_ended_total') outcomes.push(String(outcome));
      },
    }),
    histogram: () => ({ record: () => undefined }),
    gauge: () => undefined,
    declared: () => [],
    listen: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
}
