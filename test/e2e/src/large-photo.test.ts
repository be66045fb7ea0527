/**
 * A photo of two megabytes each way between a real client and a real server, in messages of 10 000 octets; and the
 * client stopped at every message of a session with smaller ones, each in several pieces (two megabytes are some six
 * hundred messages). Photos are compared octet for octet.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { contactText, editDelay, startHttpProxy, type SyncEvolution } from '@anchorage/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardPhone, syncThrough, type CardPhoneOptions } from './card-phone.ts';
import { contactWithPhoto, isOfSeed, photoIn, photoOf } from './photos.ts';
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

describe('a session with photos both ways, stopped at every message', () => {
  const octets = 24_000;
  const upward = 501;
  const downward = 502;

  it.each([
    // Of a client that died some sessions go on and some begin anew.
    ['suspend', 'xml', 3],
    ['die', 'wbxml', 1],
  ] as const)('%s in %s', async (how, encoding, goingOn) => {
    let continued = 0;
    let message = 0;
    for (let stopped = true; stopped;) {
      message += 1;
      await empty();
      await world.cloud.put(world.user, 'contacts', 'down.vcf', contactWithPhoto(downward, octets));
      await world.cloud.put(world.user, 'contacts', 'small.vcf', contactText(512, 'text/vcard'));
      const outcome = await stopAt(message, how, encoding);
      stopped = outcome.stopped;
      continued += outcome.continued;
    }
    // Two photos of more than three pieces each.
    expect(message).toBeGreaterThan(9);
    expect(continued).toBeGreaterThanOrEqual(goingOn);
  });

  /** One device, stopped at this message; then it syncs until it is done, and everything is there once. */
  async function stopAt(message: number, how: 'suspend' | 'die', encoding: 'xml' | 'wbxml') {
    const label = `${how} in ${encoding} at message ${String(message)}`;
    let seen = 0;
    let isFirst = true;
    let stopped: Promise<void> | undefined;
    let continued = 0;
    let device: SyncEvolution | undefined;
    const name = `${how}-${encoding}-${String(message)}`;
    const proxy = { close: () => Promise.resolve() };
    const through = async (origin: string) => {
      const started = await startHttpProxy(origin, {
        async onAnswer() {
          seen += 1;
          if (!isFirst || seen !== message || stopped !== undefined) return 'forward';
          stopped = device?.interrupt(how);
          // The signal comes before the answer, so that no client is done before it is told to stop.
          await stopped;
          return how === 'suspend' ? 'forward' : 'cut';
        },
        onRequest({ body }) {
          // A session that begins in the middle of an object.
          if (stopped !== undefined && /225/.test(body.toString('latin1'))) continued += 1;
          return 'forward';
        },
      });
      proxy.close = () => started.close();
      return started.url;
    };
    device = await phone(name, { encoding, through });
    await device.write('card', 'large', contactWithPhoto(upward, octets));
    await device.write('card', 'small', contactText(511, 'text/vcard'));
    await device.sync();
    isFirst = false;
    const isStopped = stopped !== undefined;
    await stopped;
    for (let round = 0; round < 2; round += 1) {
      const report = await device.sync();
      expect([label, report.error]).toEqual([label, null]);
      await world.operator.sync(world.account);
    }
    await proxy.close();
    const [cards, bodies] = [[...(await device.items('card')).values()], await world.bodies('contacts')];
    expect([label, cards.length, bodies.length]).toEqual([label, 4, 4]);
    for (const seed of [upward, downward]) {
      const whole = photoOf(seed, octets);
      expect([label, photoIn(cards, seed)?.equals(whole), photoIn(bodies, seed)?.equals(whole)]).toEqual([
        label,
        true,
        true,
      ]);
    }
    for (const seed of [511, 512]) {
      for (const side of [cards, bodies])
        expect([label, side.filter((text) => isOfSeed(text, seed)).length]).toEqual([label, 1]);
    }
    return { stopped: isStopped, continued };
  }
});
