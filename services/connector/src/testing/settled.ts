import { expect } from 'vitest';
import { slow, twoWay } from './rig.ts';
import type { Rig } from './rig.ts';
import type { TestPhone } from './test-phone.ts';

/**
 * Nothing is left to do on either side: whatever the phone asks for, running everything again changes nothing; phone and
 * cloud hold equally many.
 */
export async function settled(rig: Rig, phone: TestPhone): Promise<void> {
  const bodies = rig.card.server.bodies();
  for (const type of [twoWay, slow]) {
    const { got, part } = await phone.sync('card', type);
    expect(got).toEqual([]);
    expect(part?.counts).toMatchObject({ created: 0, updated: 0, deleted: 0 });
  }
  await rig.refresh();
  await rig.push();
  expect(rig.card.server.bodies()).toEqual(bodies);
  expect(phone.holds.card.size).toBe(bodies.length);
  expect(await rig.items('card')).toHaveLength(bodies.length);
  const [open] = (await rig.store.journal.openCounts(rig.accountId)).filter(({ pending }) => pending > 0);
  expect(open).toBeUndefined();
}
