import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { Transport } from '@anchorage/kit';
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

function phone(deviceUri: string, username: string, transport: Transport = httpTransport) {
  return createPhone({
    url,
    username,
    password: rig.password,
    deviceUri,
    transport,
    datastores: { card: { type: 'text/x-vcard' } },
  });
}

function headerStatus(body: Uint8Array): number | null {
  const [first] = decodeMessage(body).message.commands;
  return first?.name === 'Status' ? first.code : null;
}

describe('somebody else', () => {
  it('cannot go on with a session by its Source and SessionID (F14)', async () => {
    const statuses: (number | null)[] = [];
    const victim = phone('IMEI:000000000000017', 'rigphone', async (to, headers, body) => {
      // The third message is what a stranger would write who knows the IMEI and counts SessionIDs, but not the token.
      if (to.includes('?s=') && statuses.length === 0 && Buffer.from(body).includes('<MsgID>3<')) {
        const forged = await httpTransport(url, headers, Buffer.from(body));
        statuses.push(headerStatus(forged.body));
      }
      return httpTransport(to, headers, body);
    });
    victim.add('card', contactText(1, 'text/x-vcard'));
    expect((await victim.sync()).outcome).toBe('finished');
    expect(statuses).toEqual([407]);
  });

  it('cannot use a token from another phone (F14)', async () => {
    await rig.addDevice('other');
    let token = '';
    await phone('IMEI:000000000000017', 'rigphone').sync({
      vanishAfter: 2,
      onExchange: ({ url: to }) => {
        if (to.includes('?s=')) token = to;
      },
    });
    expect(token).not.toBe('');
    const thief = phone('IMEI:000000000000033', 'other', (_to, headers, body) =>
      httpTransport(token, headers, body),
    );
    expect((await thief.sync()).outcome).toBe('finished');
    const sessions = await rig.store.sessions.list(rig.accountId, 10);
    expect(new Set(sessions.map(({ deviceId }) => deviceId)).size).toBe(2);
    expect(sessions.filter(({ phase }) => phase === 'open').map(({ peerUri }) => peerUri)).toEqual([
      'IMEI:000000000000017',
    ]);
  });

  it('gets tokens nobody can guess (F14)', async () => {
    const tokens = new Set<string>();
    for (let round = 0; round < 5; round++) await phone('IMEI:000000000000017', 'rigphone').sync();
    for (const { token } of await rig.store.sessions.list(rig.accountId, 10)) tokens.add(token);
    expect(tokens.size).toBe(5);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{22}$/);
  });
});

describe('a phone without end', () => {
  it('is stopped (F8)', async () => {
    const short = await rig.serve({ settings: { maxMessages: 3 } });
    const endless = createPhone({
      url: short.url,
      username: 'rigphone',
      password: rig.password,
      deviceUri: 'IMEI:000000000000017',
      maxMsgSize: 2_000,
      encoding: 'wbxml',
      datastores: { card: { type: 'text/x-vcard' } },
    });
    for (let seed = 0; seed < 10; seed++)
      await rig.put('card', contactText(seed, 'text/x-vcard', { photo: null }));
    await expect(endless.sync()).rejects.toThrow('SyncHdr 512');
    expect((await rig.store.sessions.list(rig.accountId, 1))[0]?.outcome).toBe('too many messages');
  });
});
