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
  ({ url } = await rig.serve({ settings: { challenge: 'mac' } }));
});
afterEach(() => rig.close());

function phone(options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    auth: 'mac',
    datastores: { card: { type: 'text/x-vcard' } },
    ...options,
  });
}

/** The number, code and challenge in a reply's first Status. */
function headerOf(body: Uint8Array) {
  const { message } = decodeMessage(body);
  const [first] = message.commands;
  if (first?.name !== 'Status') throw new Error('no Status for the header');
  return { code: first.code, type: first.chal?.meta.type, only: message.commands.every(isStatus) };
}
const isStatus = ({ name }: { readonly name: string }): boolean => name === 'Status';

/** Lets each message through but the one with this number, which `forge` makes another request of first. */
function forging(
  msgId: number,
  seen: ReturnType<typeof headerOf>[],
  forge: (headers: Readonly<Record<string, string>>, body: Buffer) => Parameters<Transport>,
): Transport {
  return async (to, headers, body) => {
    if (Buffer.from(body).includes(`<MsgID>${String(msgId)}<`)) {
      const [, forgedHeaders, forgedBody] = forge(headers, Buffer.from(body));
      seen.push(headerOf((await httpTransport(to, forgedHeaders, forgedBody)).body));
    }
    return httpTransport(to, headers, body);
  };
}

describe('a phone that signs its messages (syncml:auth-MAC)', () => {
  it.each(['xml', 'wbxml'] as const)(
    'syncs both ways, each message under a new nonce (%s)',
    async (encoding) => {
      const nonces: (string | undefined)[] = [];
      const one = phone({ encoding });
      await rig.put('card', contactText(2, 'text/x-vcard'));
      one.add('card', contactText(1, 'text/x-vcard'));
      const report = await one.sync({
        onExchange: ({ reply }) => {
          const [first] = decodeMessage(reply).message.commands;
          nonces.push(first?.name === 'Status' ? first.chal?.meta.nextNonce : undefined);
        },
      });
      expect(report.outcome).toBe('finished');
      expect(new Set(report.headerStatuses)).toEqual(new Set([200]));
      expect(nonces).not.toContain(undefined);
      expect(new Set(nonces).size).toBe(nonces.length);
      expect(one.items('card').size).toBe(2);
      expect((await one.sync()).headerStatuses[0]).toBe(200);
    },
  );

  it('is asked to where the operator or its profile says so, and not in SyncML 1.0', async () => {
    const schemes = async (options: Partial<PhoneOptions>, at = url) => {
      const types: (string | undefined)[] = [];
      const nobody = phone({ ...options, url: at, auth: 'basic', password: 'wrong' });
      await nobody.sync({ onExchange: ({ reply }) => void types.push(headerOf(reply).type) });
      return types[0];
    };
    expect(await schemes({})).toBe('syncml:auth-MAC');
    expect(await schemes({ version: '1.0' })).toBe('syncml:auth-md5');
    const other = await rig.serve();
    expect(await schemes({}, other.url)).toBe('syncml:auth-md5');
    await phone({ url: other.url, auth: 'md5' }).sync();
    const { profile } = (await rig.store.devices.get(rig.accountId, rig.device.id)) ?? {};
    if (!profile) throw new Error('no profile');
    await rig.store.devices.update(rig.accountId, rig.device.id, {
      profile: { ...profile, challenge: 'mac' },
    });
    expect(await schemes({}, other.url)).toBe('syncml:auth-MAC');
  });

  it('may log in with md5 although a MAC was asked for, and learns of a MAC from a challenge', async () => {
    expect((await phone({ auth: 'md5' }).sync()).outcome).toBe('finished');
    const report = await phone({ auth: 'basic', password: 'wrong' }).sync();
    expect(report.headerStatuses).toEqual([401, 401, 401]);
    const learns = phone({
      auth: 'http',
      password: rig.password,
      httpLogin: { username: 'x', password: 'y' },
    });
    expect((await learns.sync()).headerStatuses.slice(0, 2)).toEqual([407, 200]);
  });

  it('is refused with a wrong password, and made to wait like any guesser', async () => {
    for (let round = 0; round < 5; round += 1) {
      const report = await phone({ password: `canary-wrong-${String(round)}` }).sync();
      expect(report.outcome).toBe('refused');
    }
    expect((await phone().sync()).headerStatuses).toEqual([417]);
    expect(rig.log.join('\n')).not.toContain('canary');
    expect(rig.log.join('\n')).not.toContain('rigphone');
  });

  it.each<
    [string, (headers: Readonly<Record<string, string>>, body: Buffer) => Parameters<Transport>, number]
  >([
    ['without a MAC', (headers, body) => [url, { 'content-type': headers['content-type'] ?? '' }, body], 407],
    [
      'with a MAC that cannot be read',
      (headers, body) => [url, { ...headers, 'x-syncml-hmac': 'mac' }, body],
      401,
    ],
    [
      'with an algorithm that nobody knows',
      (headers, body) => [
        url,
        { ...headers, 'x-syncml-hmac': 'algorithm=SHA1, username="rigphone", mac=x' },
        body,
      ],
      406,
    ],
    [
      'whose content was changed on its way',
      (headers, body) => [
        url,
        headers,
        Buffer.from(body.toString().replace('END:VCARD', 'NOTE:Not mine\r\nEND:VCARD')),
      ],
      401,
    ],
  ])('has no message taken in %s, and goes on', async (_, forge, code) => {
    const seen: ReturnType<typeof headerOf>[] = [];
    // The forged message is refused with a new nonce; the one before is still good for the true message.
    const one = phone({ transport: forging(2, seen, forge) });
    one.add('card', contactText(1, 'text/x-vcard'));
    const report = await one.sync();
    expect(seen).toEqual([{ code, type: 'syncml:auth-MAC', only: true }]);
    expect(report.outcome).toBe('finished');
    expect(await rig.texts('card')).toHaveLength(1);
    expect((await rig.texts('card')).join('')).not.toContain('Not mine');
  });

  it('cannot be played again: neither its first message nor a later one, by whoever heard both', async () => {
    const heard: (readonly [string, Readonly<Record<string, string>>, Buffer])[] = [];
    const one = phone({
      transport: (to, headers, body) => {
        heard.push([to, headers, Buffer.from(body)]);
        return httpTransport(to, headers, body);
      },
    });
    one.add('card', contactText(1, 'text/x-vcard'));
    expect((await one.sync()).outcome).toBe('finished');
    rig.passTime(11 * 60_000);
    const before = (await rig.store.sessions.list(rig.accountId, 10)).length;
    for (const [to, headers, body] of heard) {
      expect(headerOf((await httpTransport(to, headers, body)).body).code).toBe(401);
    }
    expect(await rig.store.sessions.list(rig.accountId, 10)).toHaveLength(before);
  });

  it('gets its reply again when that was lost, on any front', async () => {
    const second = await rig.serve({ settings: { challenge: 'mac' } });
    const one = phone({
      route: (to, ordinal) =>
        ordinal % 2 === 0 ? to.replace(new URL(url).host, new URL(second.url).host) : to,
    });
    await rig.put('card', contactText(2, 'text/x-vcard'));
    one.add('card', contactText(1, 'text/x-vcard'));
    const report = await one.sync({ loseReplyTo: [1, 2, 3, 4, 5, 6] });
    expect(report.outcome).toBe('finished');
    expect(one.items('card').size).toBe(2);
  });
});
