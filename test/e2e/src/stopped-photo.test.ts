/**
 * Photos in messages of 10 000 octets, and a real client that is stopped on the way: at every message of a session with
 * small ones both ways, and again and again with one of two megabytes, which goes on each time where it was.
 *
 * What stands here stops it every hundred messages. With `STOP_EVERY=4` a session brings two of its some three hundred
 * pieces each way and is stopped; less would stop a sync without changes as well, and for ever.
 */
import { contactText } from '@anchorage/kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardsOf, syncThrough } from './card-phone.ts';
import { contactWithPhoto, isOfSeed, photoIn, photoOf } from './photos.ts';
import { stoppablePhone, type StoppablePhone } from './stoppable-phone.ts';
import { startWorld, type World } from './world.ts';

const maxMsgSize = 10_000;
let world: World;
beforeAll(async () => {
  world = await startWorld({
    product: 'radicale',
    environment: { MAX_MESSAGE_BYTES: String(maxMsgSize) },
  });
});
afterAll(async () => {
  await world.close();
});
beforeEach(clear);

describe('photos both ways, stopped at every message (F7)', () => {
  const [upward, downward] = [photo(501, 24_000), photo(502, 24_000)];

  it.each([
    ['suspend', 'xml', { least: 3, most: Infinity }],
    // A client that dies has noted nothing to go on from: it begins anew.
    ['die', 'wbxml', { least: 0, most: 0 }],
  ] as const)('%s in %s', async (how, encoding, goingOn) => {
    let resumed = 0;
    let message = 0;
    for (let stopped = true; stopped;) {
      message += 1;
      await clear();
      await world.cloud.put(world.user, 'contacts', 'down.vcf', contactWithPhoto(502, downward.octets));
      await world.cloud.put(world.user, 'contacts', 'small.vcf', contactText(512, 'text/vcard'));
      const phone = await stoppablePhone(world, `${how}-${String(message)}`, { encoding, maxMsgSize });
      await phone.device.write('card', 'large', contactWithPhoto(501, upward.octets));
      await phone.device.write('card', 'small', contactText(511, 'text/vcard'));
      stopped = await phone.syncStoppedAt(message, how);
      for (let round = 0; round < 2; round += 1) await syncThrough(world, phone.device);
      await phone.close();
      resumed += phone.resumed();
      await expectOnce(phone, [upward, downward], [511, 512], `${how} at message ${String(message)}`);
    }
    // Two photos of more than three pieces each.
    expect(message).toBeGreaterThan(9);
    expect(resumed).toBeGreaterThanOrEqual(goingOn.least);
    expect(resumed).toBeLessThanOrEqual(goingOn.most);
  });
});

describe('a photo of two megabytes, the client stopped again and again (F7)', () => {
  const large = photo(401, 2_000_000);
  const every = Math.max(4, Number(process.env['STOP_EVERY'] ?? '100'));

  it.each(['xml', 'wbxml'] as const)('suspended, in %s', async (encoding) => {
    const from = await stoppablePhone(world, `up-${encoding}`, { encoding, maxMsgSize });
    await from.device.write('card', 'large', contactWithPhoto(401, large.octets));
    const upStops = await stopAgainAndAgain(from);
    await syncThrough(world, from.device);
    await expectOnce(from, [large], [], 'up');
    const to = await stoppablePhone(world, `down-${encoding}`, { encoding, maxMsgSize });
    const downStops = await stopAgainAndAgain(to);
    await syncThrough(world, to.device);
    await expectOnce(to, [large], [], 'down');
    for (const [phone, stops] of [
      [from, upStops],
      [to, downStops],
    ] as const) {
      expect(stops).toBeGreaterThanOrEqual(Math.floor(250 / every));
      expect(phone.resumed()).toBeGreaterThanOrEqual(stops);
      await phone.close();
    }
  });

  it('dead in the middle', async () => {
    for (const way of ['up', 'down'] as const) {
      const phone = await stoppablePhone(world, `dies-${way}`, { encoding: 'xml', maxMsgSize });
      if (way === 'up') await phone.device.write('card', 'large', contactWithPhoto(401, large.octets));
      expect(await phone.syncStoppedAt(150, 'die')).toBe(true);
      for (let round = 0; round < 2; round += 1) await syncThrough(world, phone.device);
      await phone.close();
      await expectOnce(phone, [large], [], way);
    }
  });

  /** Until a session goes through; returns how many did not. Each must bring the photo on its way, or this never ends. */
  async function stopAgainAndAgain(phone: StoppablePhone): Promise<number> {
    const before = phone.messages();
    let stops = 0;
    while (await phone.syncStoppedAt(every, 'suspend')) stops += 1;
    // Some 315 and what each session begins with: not once and again.
    expect(phone.messages() - before).toBeLessThan(500 + 4 * stops);
    return stops;
  }
});

async function clear(): Promise<void> {
  for (const { href } of await world.cloud.listAll(world.user, 'contacts'))
    await world.cloud.remove(world.user, href);
  await world.operator.sync(world.account);
}

interface Photo {
  readonly seed: number;
  readonly octets: number;
}

function photo(seed: number, octets: number): Photo {
  return { seed, octets };
}

/** On both sides these photos and these other contacts are there once, whole, and nobody else. */
async function expectOnce(
  { device }: StoppablePhone,
  photos: readonly Photo[],
  others: readonly number[],
  label: string,
): Promise<void> {
  const sides = { phone: await cardsOf(device), cloud: await world.bodies('contacts') };
  for (const [side, texts] of Object.entries(sides)) {
    const found = {
      where: `${label}, ${side}`,
      contacts: texts.length,
      whole: photos.map(({ seed, octets }) => photoIn(texts, seed)?.equals(photoOf(seed, octets)) === true),
      others: others.map((seed) => texts.filter((text) => isOfSeed(text, seed)).length),
    };
    expect(found).toEqual({
      where: `${label}, ${side}`,
      contacts: photos.length + others.length,
      whole: photos.map(() => true),
      others: others.map(() => 1),
    });
  }
}
