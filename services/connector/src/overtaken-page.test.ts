/** The cloud goes on while a page of what a phone is to get is being decided about. */
import { expect, it } from 'vitest';
import { createRig, person, slow, twoWay } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';

it('what is deleted then is not given to the phone any more', async () => {
  const { rig, phone } = await withNews();
  afterNextPage(rig, () => rig.card.server.remove(bob));
  expect((await phone.sync('card', twoWay)).got).toEqual(['add']);
  expect([...phone.holds.card.values()].join()).not.toContain('222');
  expect((await phone.sync('card', twoWay)).got).toEqual([]);
  await settled(rig, phone);
});

it('what is changed then is given as it is by now', async () => {
  const { rig, phone } = await withNews();
  afterNextPage(rig, () => void rig.card.server.put(bob, person('Bob', '999', 'UID:bob')));
  expect((await phone.sync('card', twoWay)).got).toEqual(['add', 'add']);
  expect([...phone.holds.card.values()].join()).toContain('999');
  expect((await phone.sync('card', twoWay)).got).toEqual([]);
  await settled(rig, phone);
});

/** A full page of it: another one is looked for. */
async function withNews(): Promise<{ rig: Rig; phone: TestPhone }> {
  const rig = await createRig({ outgoingBatch: pageSize });
  const phone = await rig.phone();
  await phone.sync('card', slow);
  rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann'));
  rig.card.server.put(bob, person('Bob', '222', 'UID:bob'));
  return { rig, phone };
}

/** Between the reading of the next full page and the transaction that serves it. */
function afterNextPage(rig: Rig, work: () => void): void {
  const { items } = rig.store;
  const read = items.changedSince.bind(items);
  items.changedSince = async (accountId, collectionId, after, limit) => {
    const page = await read(accountId, collectionId, after, limit);
    if (page.length < pageSize || limit !== pageSize) return page;
    items.changedSince = read;
    work();
    await rig.refresh();
    return page;
  };
}

const pageSize = 2;
const bob = 'https://dav.example.org/card/bob.vcf';
