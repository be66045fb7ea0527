import { expect, it } from 'vitest';
import { createHousekeeping } from './housekeeping.ts';
import { createRig, person, slow } from './testing/rig.ts';

it('forgets versions and records when they are older than what is kept, and looks once an hour', async () => {
  const rig = await createRig();
  const { accountId, store } = rig;
  const phone = await rig.phone();
  await phone.sync('card', slow);
  const luid = phone.add('card', person('Ann', '111'));
  await phone.sync('card');
  phone.replace('card', luid, person('Ann', '222'));
  const { sessionId } = await phone.sync('card');
  const [item] = await store.items.changedSince(accountId, rig.card.row.id, 0, 10);
  if (item === undefined) throw new Error('one item was expected');
  const tidyUp = createHousekeeping(rig.tools);
  rig.passTime(30 * day);
  await tidyUp();
  expect(await store.items.versions(accountId, item.id, 10)).toHaveLength(1);
  expect(await store.sessions.get(accountId, sessionId)).not.toBeNull();
  rig.passTime(day + 1);
  await tidyUp();
  expect(await store.items.versions(accountId, item.id, 10)).toEqual([]);
  expect(await store.sessions.list(accountId, 10)).toEqual([]);
  expect(await store.journal.list(accountId, ['done'], 10)).toEqual([]);
  // What is there is never old.
  expect((await store.items.get(accountId, item.id))?.body).toContain('222');
  phone.replace('card', luid, person('Ann', '333'));
  await phone.sync('card');
  let asked = 0;
  const counting = createHousekeeping({
    ...rig.tools,
    store: {
      ...store,
      journal: { ...store.journal, prune: () => Promise.resolve((asked += 1) && 0) },
    },
  });
  await counting();
  await counting();
  expect(asked).toBe(1);
  rig.passTime(3_600_000);
  await counting();
  expect(asked).toBe(2);
});

const day = 86_400_000;
