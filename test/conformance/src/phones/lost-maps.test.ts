/** A phone took what it was sent and disappeared before we heard of it. */
import { createPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneOptions } from '@anchorage/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30 } from './texts.ts';

let world: PhoneWorld;
/** Messages that still get through. */
let credit = Infinity;
beforeEach(async () => {
  world = await createPhoneWorld();
  credit = Infinity;
});
afterEach(() => world.close());

it.each([
  // S60 sends the Map again, and has nothing twice without comparing everything.
  ['that keeps its Maps', { manufacturer: 'NOKIA', model: 'E51-1', forgetsMaps: false }, 200],
  ['that forgets them', { manufacturer: 'SIEMENS', model: 'S55', forgetsMaps: true }, 201],
] as const)('a phone %s has nothing twice (F5)', async (_, kind, next) => {
  const phone = phoneOf(kind);
  phone.add('card', card21('Adler', '+1 555 0150'));
  await phone.sync();
  world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0160'));
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
  // Package 4 arrives, package 5 does not.
  credit = 2;
  await expect(phone.sync()).rejects.toThrow('out of reach');
  credit = Infinity;
  expect(phone.items('card').size).toBe(3);
  expect((await phone.sync()).datastores['card']).toMatchObject({ syncType: next, finished: true });
  await phone.sync();
  expect(phone.items('card').size).toBe(3);
  expect(await world.delivered('contacts')).toHaveLength(3);
  // It is over: the next sync is a plain one, and edits find their way.
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0162'));
  expect((await phone.sync()).datastores['card']).toMatchObject({
    syncType: 200,
    received: { add: 0, replace: 1, delete: 0 },
  });
  expect([...phone.items('card').values()].join('\n')).toContain('0162');
});

it('asks for a slow sync once where what was sent has gone meanwhile', async () => {
  const phone = phoneOf({ manufacturer: 'SIEMENS', model: 'S55', forgetsMaps: true });
  phone.add('card', card21('Adler', '+1 555 0150'));
  await phone.sync();
  world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0160'));
  credit = 2;
  await expect(phone.sync()).rejects.toThrow('out of reach');
  credit = Infinity;
  world.cloudRemove('contacts', 'm.vcf');
  const types: (number | null | undefined)[] = [];
  for (let syncs = 0; syncs < 3; syncs += 1) types.push((await phone.sync()).datastores['card']?.syncType);
  expect(types).toEqual([201, 200, 200]);
});

function phoneOf(kind: Partial<PhoneOptions>): Phone {
  const { url, username, password } = world;
  return createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000045',
    datastores: { card: { type: 'text/x-vcard' } },
    transport: (to, headers, body) => {
      if (credit <= 0) throw new Error('out of reach');
      credit -= 1;
      return httpTransport(to, headers, body);
    },
    ...kind,
  });
}
