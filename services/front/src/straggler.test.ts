/** The first message of a session comes once more when the phone is long past it. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions, Transport } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let url: string;
beforeEach(async () => {
  rig = await createRig();
  ({ url } = await rig.serve());
});
afterEach(() => rig.close());

type Post = Parameters<Transport>;

/** `after`: called with every request so far when a message has been answered. */
function phoneWith(options: Partial<PhoneOptions>, after: (posts: readonly Post[]) => Promise<void>): Phone {
  const posts: Post[] = [];
  const phone = createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
    mapWhen: 'next-message',
    ...options,
    transport: async (...post) => {
      const reply = await httpTransport(...post);
      posts.push(post);
      await after(posts);
      return reply;
    },
  });
  phone.add('card', contactText(1, 'text/x-vcard'));
  return phone;
}

async function headerStatus(post: Post): Promise<number | null> {
  const { body } = await httpTransport(...post);
  const [first] = decodeMessage(body).message.commands;
  return first?.name === 'Status' ? first.code : null;
}

async function sessionsOf(): Promise<readonly string[]> {
  const sessions = await rig.store.sessions.list(rig.accountId, 10);
  return sessions.map(({ phase, outcome }) => `${phase} ${outcome ?? ''}`.trim());
}

describe('a first message that comes late', () => {
  it.each([
    { auth: 'basic', followRespUri: true, refusal: 400 },
    { auth: 'basic', followRespUri: false, refusal: 400 },
    // Its nonce is used up; the challenge tells it no more than a stranger.
    { auth: 'md5', followRespUri: true, refusal: 401 },
  ] as const)(
    'changes nothing ($auth, RespURI: $followRespUri)',
    async ({ auth, followRespUri, refusal }) => {
      await rig.put('card', contactText(2, 'text/x-vcard'));
      const refusals: (number | null)[] = [];
      const phone = phoneWith({ auth, followRespUri }, async (posts) => {
        const [late] = posts;
        if (posts.length > 1 && late !== undefined) refusals.push(await headerStatus(late));
      });
      const report = await phone.sync();
      expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { finished: true } } });
      expect(refusals.length).toBeGreaterThan(1);
      expect(new Set(refusals)).toEqual(new Set([refusal]));
      expect(await sessionsOf()).toHaveLength(1);
      expect((await phone.sync()).datastores['card']).toMatchObject({
        syncType: 200,
        received: { add: 0, replace: 0, delete: 0 },
      });
    },
  );

  it('of an earlier session leaves the one alone that is open', async () => {
    let early: Post | undefined;
    let refused: number | null = null;
    const phone = phoneWith({ auth: 'basic' }, async (posts) => {
      early ??= posts[0];
      if (posts.length === 3 && early !== undefined) refused = await headerStatus(early);
    });
    await phone.sync({ vanishAfter: 1 });
    rig.passTime(1_000);
    const report = await phone.sync();
    expect([report.outcome, refused]).toEqual(['finished', 400]);
    expect(await sessionsOf()).toHaveLength(2);
  });

  it('begins a session where the phone has been silent since: it may be the phone, which counts nothing', async () => {
    let first: Post | undefined;
    const phone = phoneWith({ auth: 'basic' }, async (posts) => void (first ??= posts[0]));
    await phone.sync({ vanishAfter: 2 });
    rig.passTime(3 * 60_000);
    expect(first === undefined ? null : await headerStatus(first)).toBe(212);
    expect(await sessionsOf()).toHaveLength(2);
  });
});
