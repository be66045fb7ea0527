/** Somebody in the cloud deletes what a phone has made before we know that it has arrived. */
import { expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import { ready } from './testing/unlucky-cloud.ts';

it.each(['token', 'listing'] as const)(
  'goes from the phone as well, when a refresh came before the answer to the create (%s)',
  async (mode) => {
    const { rig, phone } = await ready(mode);
    const kept = rig.card.server.put('kept.vcf', person('Kept', '333', 'UID:kept'));
    afterPut(rig, async () => {
      for (const href of rig.card.server.resources.keys()) if (href !== kept) rig.card.server.remove(href);
      await rig.refresh();
    });
    phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    expect(await rig.items('card')).toHaveLength(2);
    await phone.sync('card');
    expect(await rig.items('card')).toHaveLength(1);
    expect([...phone.holds.card.values()].join()).not.toContain('222');
    await settled(rig, phone);
  },
);

it('what is there stays, and is asked for once', async () => {
  const { rig, phone } = await ready();
  afterPut(rig, () => rig.refresh());
  phone.add('card', person('Bob', '222'));
  await phone.sync('card');
  await rig.refresh();
  const before = rig.card.server.operations.length;
  await rig.refresh();
  expect(rig.card.server.operations.slice(before)).toEqual(['changes']);
  expect(await rig.items('card')).toHaveLength(1);
  await settled(rig, phone);
});

function afterPut(rig: Rig, work: () => Promise<void>): void {
  rig.card.server.after = async (operation) => {
    if (operation !== 'put') return;
    rig.card.server.after = () => undefined;
    await work();
  };
}
