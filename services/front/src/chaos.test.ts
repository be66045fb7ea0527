import { createPhone, httpTransport, randomFrom } from '@anchorage/kit';
import type { Phone, SyncRequest } from '@anchorage/kit';
import { describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

const seeds = Array.from({ length: 24 }, (_, seed) => seed + 1);

describe('whatever gets lost on the way', () => {
  it.each(seeds)('both sides end up equal and nothing is there twice (seed %i)', async (seed) => {
    const rig = await createRig();
    try {
      await storm(rig, seed);
    } finally {
      await rig.close();
    }
  });
});

/** Rounds of edits and broken syncs, then two quiet ones. */
async function storm(rig: Rig, seed: number): Promise<void> {
  const random = randomFrom(seed, 9);
  const below = (bound: number) => Math.floor(random() * bound);
  const fronts = [await rig.serve(), await rig.serve()];
  const origin = () => new URL(fronts[below(2)]?.url ?? '').origin;
  const phone = createPhone({
    url: fronts[0]?.url ?? '',
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000017',
    encoding: seed % 2 === 0 ? 'xml' : 'wbxml',
    version: (['1.0', '1.1', '1.2'] as const)[seed % 3] ?? '1.2',
    maxMsgSize: 3_000,
    mapWhen: (['with-statuses', 'next-message', 'next-session'] as const)[below(3)] ?? 'with-statuses',
    followRespUri: seed % 4 !== 0,
    datastores: { card: { type: 'text/x-vcard' } },
    transport: (url, headers, body) => httpTransport(url.replace(/^http:\/\/[^/]+/, origin()), headers, body),
  });
  let names = 0;
  const text = () => `BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;${++names}\r\nEND:VCARD\r\n`;
  for (let round = 0; round < 5; round++) {
    for (let i = below(6); i > 0; i--) phone.add('card', text());
    for (let i = below(6); i > 0; i--) await rig.put('card', text());
    const luids = [...phone.items('card').keys()];
    const edited = luids[below(luids.length)];
    if (edited !== undefined && luids.length > 0) phone.replace('card', edited, text());
    await phone.sync(fault(below));
  }
  await quiet(rig, phone);
}

function fault(below: (bound: number) => number): SyncRequest {
  const ordinal = 1 + below(5);
  switch (below(4)) {
    case 0:
      return { loseReplyTo: [ordinal, ordinal + 1] };
    case 1:
      return { vanishAfter: ordinal };
    case 2:
      return { vanishBeforeReplyTo: ordinal };
    default:
      return {};
  }
}

async function quiet(rig: Rig, phone: Phone): Promise<void> {
  await phone.sync();
  await phone.sync();
  const last = await phone.sync();
  const texts = [...phone.items('card').values()].toSorted();
  expect(texts).toEqual(await rig.texts('card'));
  expect(new Set(texts).size).toBe(texts.length);
  expect(last.datastores['card']).toMatchObject({
    syncType: 200,
    sent: { add: 0, replace: 0, delete: 0 },
    received: { add: 0, replace: 0, delete: 0 },
  });
  const sessions = await rig.store.sessions.list(rig.accountId, 100);
  expect(sessions.filter(({ phase }) => phase === 'open')).toEqual([]);
}
