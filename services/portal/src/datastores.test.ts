import { asId } from '@anchorage/model';
import { systemClock, systemRandom } from '@anchorage/runtime';
import { generateKey, keyRing, openStore } from '@anchorage/store';
import { expect, it } from 'vitest';
import { addDatastores, attachCollections } from './datastores.ts';

it('puts a new cloud behind all phones but those that came in with another cloud’s login', async () => {
  const store = await openStore({
    url: 'sqlite::memory:',
    keys: keyRing({ current: { id: 'k', key: generateKey() } }),
    clock: systemClock,
    random: systemRandom,
  });
  const { id } = await store.accounts.add({ name: 'family', timeZone: 'UTC' });
  const login = { provider: 'generic', url: 'u', rootUrl: 'u', password: 'p' };
  const mine = await store.links.add(id, { ...login, username: 'ada' });
  const theirs = await store.links.add(id, { ...login, username: 'bob' });
  const own = await store.devices.add(id, { name: 'a', username: 'a', password: 'p' });
  const passThrough = { upstream: 'u', linkId: mine.id, verifiedAt: 1, deviceUri: 'IMEI:1' };
  const enrolled = await store.devices.add(id, { name: 'b', username: 'ada', password: 'p', passThrough });
  for (const device of [own, enrolled]) await addDatastores(store, id, device.id);
  const plain = { displayName: 'x', kinds: ['contact'] as const, readOnly: false, maxResourceSize: null };
  for (const link of [mine, theirs]) {
    const row = { ...plain, linkId: link.id, url: `https://dav.example.org/${link.username}/` };
    await attachCollections(store, id, [await store.collections.upsert(id, row)]);
  }
  const behind = async (device = asId<'device'>('')) =>
    (await store.datastores.ofDevice(id, device)).flatMap(({ collections }) => collections).length;
  expect([await behind(own.id), await behind(enrolled.id)]).toEqual([2, 1]);
  await store.close();
});
