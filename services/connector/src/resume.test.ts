/** Slow syncs that go on where one broke off (DS Protocol 1.2, suspend and resume). */
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';

/** Three contacts of the phone and one of the cloud, on both sides. */
async function settled() {
  const rig = await createRig();
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a'));
  const phone = await rig.phone();
  for (const name of ['Bob', 'Cid', 'Dan']) phone.add('card', person(name, '222'));
  await phone.sync('card', slow);
  expect(phone.holds.card.size).toBe(4);
  return { rig, phone };
}

describe('a resumed slow sync (DS-142)', () => {
  it('counts as received what the sessions before it received', async () => {
    const { rig, phone } = await settled();
    const one = await phone.sync('card', slow, { only: ['1'], breakOff: 'before-final' });
    const two = await phone.sync('card', slow, {
      only: ['2', '3'],
      breakOff: 'before-final',
      resumes: one.sessionId,
    });
    const three = await phone.sync('card', slow, { only: ['4'], resumes: two.sessionId });
    expect(three.got).toEqual([]);
    expect(phone.holds.card.size).toBe(4);
    expect(rig.card.server.resources.size).toBe(4);
  });

  it.each([
    ['at once', false],
    ['after the first was reconciled all the same', true],
  ])('sends again what came in neither, %s', async (_, reconciled) => {
    const { rig, phone } = await settled();
    const first = await phone.sync('card', slow, { only: ['1', '2', '3'], breakOff: 'before-final' });
    if (reconciled) {
      const { accountId } = rig;
      const datastoreId = phone.datastores.card;
      await rig.store.sessions.updatePart(accountId, first.sessionId, datastoreId, { state: 'received' });
      await rig.run({ kind: 'reconcile', accountId, sessionId: first.sessionId, datastoreId });
    }
    phone.holds.card.delete('4');
    const second = await phone.sync('card', slow, { only: [], resumes: first.sessionId });
    expect(second.got).toEqual(['add']);
    expect(phone.holds.card.size).toBe(4);
    expect(rig.card.server.resources.size).toBe(4);
  });

  it('does not give again what the phone got before it broke off (F5)', async () => {
    const { rig, phone } = await settled();
    rig.card.server.put('e.vcf', person('Eve', '555', 'UID:e'));
    const first = await phone.sync('card', slow, { breakOff: 'before-map' });
    expect(first.got).toEqual(['add']);
    await phone.mapLate();
    const second = await phone.sync('card', slow, { only: [], resumes: first.sessionId });
    expect(second.got).not.toContain('add');
    expect(phone.holds.card.size).toBe(5);
    expect(rig.card.server.resources.size).toBe(5);
  });
});
