/** Clients that leave out the Statuses for what came last, and the message that they would come in (Funambol Outlook). */
import { createModelPhone, httpTransport, phoneModels } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30 } from './texts.ts';

let world: PhoneWorld;
let phone: Phone;
/** Replies that still get through. */
let credit = Infinity;
beforeEach(async () => {
  world = await createPhoneWorld({ basicOverHttp: true });
  credit = Infinity;
  const { url, username, password } = world;
  const model = phoneModels.find(({ name }) => name === 'funambol-outlook');
  if (model === undefined) throw new TypeError('no such model');
  const { card } = model.datastores;
  phone = createModelPhone(model, {
    url,
    username,
    password,
    datastores: { card },
    transport: async (to, headers, body) => {
      const reply = await httpTransport(to, headers, body);
      if (credit <= 0) throw new Error('out of reach');
      credit -= 1;
      return reply;
    },
  });
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
  phone.add('card', card21('Adler', '+1 555 0150'));
  await phone.sync();
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0162'));
});
afterEach(() => world.close());

const received = async () => (await phone.sync()).datastores['card'];

it('need no slow sync, and get nothing twice', async () => {
  const changed = await phone.sync();
  expect(changed).toMatchObject({ messages: 2, datastores: { card: { syncType: 200, finished: true } } });
  expect(texts()).toContain('0162');
  expect(await pending()).toBe(1);
  expect(await received()).toMatchObject({ syncType: 200, received: { add: 0, replace: 0, delete: 0 } });
  expect(await pending()).toBe(0);
  world.cloudRemove('contacts', 'k.vcf');
  expect(await received()).toMatchObject({ received: { add: 0, replace: 0, delete: 1 } });
  expect(await received()).toMatchObject({ received: { add: 0, replace: 0, delete: 0 } });
  expect(await pending()).toBe(0);
});

it('get it again when the last message never came', async () => {
  credit = 1;
  await expect(phone.sync()).rejects.toThrow('out of reach');
  credit = Infinity;
  expect(texts()).toContain('0161');
  expect(await received()).toMatchObject({ syncType: 201, finished: true });
  expect(texts()).toContain('0162');
  expect((await world.delivered('contacts')).join('\n')).toContain('0162');
  expect(await world.delivered('contacts')).toHaveLength(2);
});

function texts(): string {
  return [...phone.items('card').values()].join('\n');
}

/** Mappings whose item the phone has not confirmed. */
async function pending(): Promise<number> {
  const { store, accountId } = world;
  const [device] = await store.devices.list(accountId);
  const datastores = device === undefined ? [] : await store.datastores.ofDevice(accountId, device.id);
  const card = datastores.find(({ name }) => name === 'card');
  if (card === undefined) throw new TypeError('no datastore');
  return (await store.mappings.pendingOf(accountId, card.id, null, 100)).length;
}
