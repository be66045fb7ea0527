/** A refresh from the phone makes the cloud what the phone is, and is over only when it has. */
import { createPhone } from '@anchorage/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30 } from './texts.ts';

let world: PhoneWorld;
beforeEach(async () => {
  world = await createPhoneWorld();
});
afterEach(() => world.close());

it('takes away what the phone has lost and what it never had (DS-004)', async () => {
  const { url, username, password } = world;
  const datastores = { card: { type: 'text/x-vcard' } } as const;
  const phone = createPhone({ url, username, password, deviceUri: 'IMEI:000000000000046', datastores });
  phone.add('card', card21('Adler', '+1 555 0150'));
  phone.add('card', card21('Eder', '+1 555 0151'));
  await phone.sync();
  expect(await world.delivered('contacts')).toHaveLength(2);
  const [lost = ''] = [...phone.items('card')].find(([, text]) => text.includes('Eder')) ?? [];
  phone.delete('card', lost);
  world.cloudPut('contacts', 'f.vcf', card30('Fuchs', '+1 555 0171'));
  const report = await phone.sync({ type: 203 });
  expect(report.datastores['card']).toMatchObject({ syncType: 203, finished: true });
  const left = await world.delivered('contacts');
  expect(left).toHaveLength(1);
  expect(left[0]).toContain('Adler');
  // Both sides agree: nothing comes back.
  expect((await phone.sync()).datastores['card']).toMatchObject({
    received: { add: 0, replace: 0, delete: 0 },
  });
  expect(await world.delivered('contacts')).toHaveLength(1);
});

it('that would take much away waits for its owner, and the session ends well', async () => {
  const { url, username, password } = world;
  for (let at = 0; at < 20; at += 1)
    world.cloudPut('contacts', `n${at}.vcf`, card30(`Many${at}`, `+1 555 ${1000 + at}`));
  const datastores = { card: { type: 'text/x-vcard' } } as const;
  const phone = createPhone({ url, username, password, deviceUri: 'IMEI:000000000000046', datastores });
  phone.add('card', card21('Adler', '+1 555 0150'));
  expect((await phone.sync({ type: 203 })).outcome).toBe('finished');
  expect(await world.delivered('contacts')).toHaveLength(21);
  expect(await world.store.journal.list(world.accountId, ['held'], 100)).toHaveLength(20);
});
