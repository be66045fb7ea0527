/**
 * A photo of two megabytes each way between a real client and a real server, in messages of 10 000 octets, octet for
 * octet. A client that is stopped on the way: stopped-photo.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { contactText, editDelay, type SyncEvolution } from '@anchorage/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardPhone, syncThrough, type CardPhoneOptions } from './card-phone.ts';
import { contactWithPhoto, photoIn, photoOf } from './photos.ts';
import { startWorld, type World } from './world.ts';

const messageOctets = 10_000;
let world: World;
beforeAll(async () => {
  world = await startWorld({
    product: 'radicale',
    environment: { MAX_MESSAGE_BYTES: String(messageOctets) },
  });
});
afterAll(async () => {
  await world.close();
});

function phone(name: string, options: Omit<CardPhoneOptions, 'maxMsgSize'>): Promise<SyncEvolution> {
  return cardPhone(world, name, { ...options, maxMsgSize: messageOctets });
}

/** Nobody has anything: what the last test left is gone. */
async function empty(): Promise<void> {
  for (const { href } of await world.cloud.listAll(world.user, 'contacts'))
    await world.cloud.remove(world.user, href);
  await world.operator.sync(world.account);
}

describe('a photo of two megabytes', () => {
  const octets = 2_000_000;

  it.each(['xml', 'wbxml'] as const)('goes up and down again in %s', async (encoding) => {
    await empty();
    const seed = encoding === 'xml' ? 401 : 402;
    const first = await phone(`first-${encoding}`, { encoding });
    await first.write('card', 'large', contactWithPhoto(seed, octets));
    await first.write('card', 'small', contactText(seed + 10, 'text/vcard'));
    await syncThrough(world, first);
    const whole = photoOf(seed, octets);
    expect(photoIn(await world.bodies('contacts'), seed)?.equals(whole)).toBe(true);
    const second = await phone(`second-${encoding}`, { encoding });
    await syncThrough(world, second);
    const there = await second.items('card');
    expect(there.size).toBe(2);
    expect(photoIn(there.values(), seed)?.equals(whole)).toBe(true);

    // An edit that leaves the photo alone brings it neither up nor down in another shape.
    await sleep(editDelay);
    const [name] = [...there].find(([, text]) => text.includes('PHOTO')) ?? [];
    const text = there.get(name ?? '') ?? '';
    await second.write('card', name ?? '', text.replace(/^END:VCARD/m, 'NOTE:edited\r\nEND:VCARD'));
    await syncThrough(world, second);
    const bodies = await world.bodies('contacts');
    expect(bodies.some((body) => body.includes('NOTE:edited'))).toBe(true);
    expect(photoIn(bodies, seed)?.equals(whole)).toBe(true);
    await syncThrough(world, first);
    expect(photoIn((await first.items('card')).values(), seed)?.equals(whole)).toBe(true);
  });
});
