/** Whole syncs of two datastores with phones of every size and habit: nothing is lost, no reply is too large. */
import { createPhone, httpTransport, randomFrom } from '@anchorage/kit';
import { describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

const limits = [1_500, 2_000, 3_200, 10_000] as const;
const seeds = [1, 2, 3, 4];
const names = ['card', 'cal'] as const;

describe.each(limits)('a phone that takes %i octets', (limit) => {
  it.each(seeds)('gets everything and no more at a time (seed %i)', async (seed) => {
    const rig = await createRig();
    try {
      await rounds(rig, limit, seed);
    } finally {
      await rig.close();
    }
  });
});

async function rounds(rig: Rig, limit: number, seed: number): Promise<void> {
  const random = randomFrom(seed, limit);
  const below = (bound: number) => Math.floor(random() * bound);
  const pick = <const T>(some: readonly [T, ...T[]]): T => some[below(some.length)] ?? some[0];
  const { url } = await rig.serve({ settings: { maxReplyDeadline: pick([1, 5_000]) } });
  const version = pick(['1.0', '1.1', '1.2']);
  const largeObjects = version !== '1.0' && random() < 0.5;
  let largest = 0;
  const phone = createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    version,
    encoding: pick(['xml', 'wbxml']),
    auth: pick(['md5', 'basic']),
    maxMsgSize: limit,
    largeObjects,
    sendDevInf: pick(['first', 'always', 'asked']),
    mapWhen: pick(['with-statuses', 'next-message', 'next-session']),
    slowCommand: pick(['Add', 'Replace']),
    afterChallenge: pick(['continue', 'restart']),
    followRespUri: random() < 0.8,
    datastores: { card: { type: 'text/x-vcard' }, cal: { type: 'text/x-vcalendar' } },
    transport: async (to, headers, body) => {
      const reply = await httpTransport(to, headers, body);
      largest = Math.max(largest, reply.body.byteLength);
      return reply;
    },
  });
  let count = 0;
  const text = (): string => {
    const length = largeObjects && random() < 0.2 ? below(5_000) : below(40);
    const note = 'é<&]]>'.repeat(Math.ceil(length / 6));
    return `BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;${++count}\r\nNOTE:${note}\r\nEND:VCARD\r\n`;
  };
  for (let round = 0; round < 3; round++) {
    for (const name of names) {
      for (const luid of phone.items(name).keys()) {
        const chance = below(10);
        if (chance === 0) phone.replace(name, luid, text());
        else if (chance === 1) phone.delete(name, luid);
      }
      for (let i = below(12); i > 0; i--) phone.add(name, text());
      for (let i = below(12); i > 0; i--) await rig.put(name, text());
    }
    const lost = random() < 0.4 ? { loseReplyTo: [1 + below(8)] } : {};
    const type = random() < 0.3 ? { type: 201 } : {};
    expect((await phone.sync({ ...lost, ...type })).outcome).toBe('finished');
  }
  // Maps kept for the next session, and items added again because of them, settle.
  for (let i = 0; i < 3; i++) await phone.sync();
  const none = { add: 0, replace: 0, delete: 0 };
  const last = await phone.sync();
  for (const name of names) {
    expect([...phone.items(name).values()].toSorted()).toEqual(await rig.texts(name));
    expect(last.datastores[name]).toMatchObject({ syncType: 200, sent: none, received: none });
  }
  expect(largest).toBeLessThanOrEqual(limit);
  expect(rig.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
}
