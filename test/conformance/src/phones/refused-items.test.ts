/** A phone that refuses one item again and again: it is set aside with the reason, everything else goes on. */
import { createPhone } from '@anchorage/kit';
import type { Phone, ServerCommand } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30 } from './texts.ts';

let world: PhoneWorld;
let phone: Phone;
let answer: (question: ServerCommand) => number | undefined;
/** What the phone was sent of Kraus in the last sync. */
let asked: ServerCommand['command'][];

beforeEach(async () => {
  world = await createPhoneWorld();
  asked = [];
  answer = () => undefined;
  const { url, username, password } = world;
  phone = createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000046',
    datastores: { card: { type: 'text/x-vcard' } },
    answer: (question) => {
      if (question.data !== null && !question.data.includes('Kraus')) return undefined;
      asked.push(question.command);
      return answer(question);
    },
  });
  phone.add('card', card21('Adler', '+1 555 0150'));
  await phone.sync();
});
afterEach(() => world.close());

describe('an item that the phone refuses', () => {
  it.each([415, 500])(
    'with %i is set aside after the fifth time, and the rest goes on (F23)',
    async (status) => {
      answer = () => status;
      world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
      for (let syncs = 1; syncs <= 5; syncs += 1) {
        expect(await aside()).toEqual([]);
        world.cloudPut('contacts', `m${syncs}.vcf`, card30(`M${syncs}`, `+1 555 017${syncs}`));
        expect(await syncOnce()).toEqual(['Add']);
        expect(phone.items('card').size).toBe(1 + syncs);
      }
      expect(await aside()).toEqual([
        { side: 'to-phone', reason: `refused ${status}`, raw: expect.stringContaining('Kraus') },
      ]);
      for (const type of [200, 201]) expect(await syncOnce(type)).toEqual([]);
      expect(phone.items('card').size).toBe(6);
      expect(await world.delivered('contacts')).toHaveLength(7);
    },
  );

  it('is sent again when it changes, and is forgotten when the phone takes it (F23)', async () => {
    await setAside();
    answer = () => 500;
    world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0162'));
    expect(await syncOnce()).toEqual(['Add']);
    // Once more is enough: it is the same phone, and nearly the same item.
    expect(await syncOnce()).toEqual([]);
    answer = () => undefined;
    world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0163'));
    expect(await syncOnce()).toEqual(['Add']);
    expect([...phone.items('card').values()].join('\n')).toContain('0163');
    expect(await aside()).toEqual([]);
    expect(await syncOnce(201)).toEqual([]);
  });

  it('is sent again to a phone that drops what it has and refreshes', async () => {
    await setAside();
    answer = () => undefined;
    expect(await syncOnce(205)).toEqual(['Add']);
    expect(phone.items('card').size).toBe(2);
    expect(await aside()).toEqual([]);
  });

  it('keeps what the phone has of it when only the change is refused', async () => {
    world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
    await phone.sync();
    answer = () => 500;
    world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0162'));
    for (let syncs = 1; syncs <= 5; syncs += 1) expect(await syncOnce()).toEqual(['Replace']);
    for (const type of [200, 201]) expect(await syncOnce(type)).toEqual([]);
    expect([...phone.items('card').values()].join('\n')).toContain('0161');
    expect((await world.delivered('contacts')).join('\n')).toContain('0162');
  });

  it('may be deleted in the cloud meanwhile', async () => {
    await setAside();
    world.cloudRemove('contacts', 'k.vcf');
    for (const type of [200, 201]) expect(await syncOnce(type)).toEqual([]);
    expect(await world.delivered('contacts')).toHaveLength(1);
  });
});

it.each([420, 503])('a phone that is full or busy (%i) is asked again every time (F22)', async (status) => {
  answer = () => status;
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
  for (let syncs = 1; syncs <= 7; syncs += 1) expect(await syncOnce()).toEqual(['Add']);
  expect(await aside()).toEqual([]);
  answer = () => undefined;
  expect(await syncOnce()).toEqual(['Add']);
  expect(phone.items('card').size).toBe(2);
});

async function setAside(): Promise<void> {
  answer = () => 415;
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
  for (let syncs = 1; syncs <= 5; syncs += 1) await phone.sync();
  expect(await aside()).toHaveLength(1);
}

async function syncOnce(type = 200): Promise<readonly ServerCommand['command'][]> {
  asked = [];
  expect((await phone.sync({ type })).outcome).toBe('finished');
  return asked;
}

async function aside() {
  const rows = await world.store.quarantine.list(world.accountId);
  return rows.map(({ side, reason, raw }) => ({ side, reason, raw: new TextDecoder().decode(raw) }));
}
