/** The names under which a phone is given new items: numbers that it uses for nothing else. */
import { expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';

it('is never given an item under a temporary GUID that is a LUID of its own', async () => {
  const rig = await createRig();
  const phone = await rig.phone();
  const own = [1, 2, 3, 4, 5, 6].map((at) => phone.add('card', person(`Own ${at}`, `10${at}`)));
  await phone.sync('card', slow);
  for (const name of ['Ann', 'Bob', 'Cid', 'Dan'])
    rig.card.server.put(`${name}.vcf`, person(name, '111', `UID:${name}`));
  const { sessionId, got } = await phone.sync('card');
  expect(got).toEqual(['add', 'add', 'add', 'add']);
  const rows = await rig.store.outbox.ofSession(rig.accountId, sessionId);
  const guids = rows.map(({ guid }) => guid);
  expect(new Set(guids).size).toBe(4);
  expect(guids.filter((guid) => guid === null || own.includes(guid))).toEqual([]);
});
