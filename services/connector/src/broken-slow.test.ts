/** Slow syncs that a phone's owner asks for, and that break off while the connector is at work on them. */
import { expect, it } from 'vitest';
import { createRig, person, slow, twoWay } from './testing/rig.ts';

it('what was missing is given with the next session, once it was noted that it is', async () => {
  const noted: boolean[] = [];
  for (let commits = 1; commits <= 8; commits += 1) {
    const rig = await createRig();
    const phone = await rig.phone();
    rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann'));
    rig.card.server.put('bob.vcf', person('Bob', '222', 'UID:bob'));
    await phone.sync('card', slow);
    const [luid = ''] = [...phone.holds.card].find(([, text]) => text.includes('222')) ?? [];
    phone.holds.card.delete(luid);
    await rig.refresh();
    let done = 0;
    rig.dies.before = () => (done += 1) > commits;
    await phone.sync('card', slow, { isChosen: true, breakOff: 'before-status' });
    rig.dies.before = () => false;
    const [mapping] = await rig.store.mappings.byLuids(rig.accountId, phone.datastores.card, [luid]);
    noted.push(mapping === undefined);
    const { got } = await phone.sync('card', twoWay);
    expect(got, `after ${commits} commits`).toEqual(mapping === undefined ? ['add'] : []);
  }
  // It dies before as well as behind that commit, and behind it before the phone's page is written.
  expect(new Set(noted)).toEqual(new Set([false, true]));
});
