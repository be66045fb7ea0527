/** A refresh that hangs while another worker refreshes the same collection, and then goes on. */
import { expect, it } from 'vitest';
import { createRig, person } from './testing/rig.ts';
import { onceBefore } from './testing/unlucky-cloud.ts';

it('after it has read what we hold: what the other brought in and the cloud deleted is found missing (F29)', async () => {
  const rig = await createRig();
  rig.card.server.mode = 'listing';
  onceBefore(rig, 'changes', async () => {
    const ann = rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann'));
    await rig.refresh();
    rig.card.server.remove(ann);
  });
  await rig.refresh();
  expect(await rig.items('card')).toHaveLength(1);
  await rig.refresh();
  expect(await rig.items('card')).toEqual([]);
});

it('with a text in hand that the other knows to be gone: it is not stored any more (F29)', async () => {
  const rig = await createRig();
  const ann = rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann'));
  rig.card.server.after = async (operation) => {
    if (operation !== 'fetch') return;
    rig.card.server.after = () => undefined;
    rig.card.server.remove(ann);
    await rig.refresh();
  };
  await rig.refresh();
  expect(await rig.items('card')).toEqual([]);
  await rig.refresh();
  expect(await rig.items('card')).toEqual([]);
});
