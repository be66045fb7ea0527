/** Two phones of one account, or a phone and the cloud, at the same item at the same time: every order of edit and delete. */
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('two phones in overlapping sessions', () => {
  it('edit different things of one item: both arrive, everywhere (F13)', async () => {
    const { rig, one, two } = await twoPhones();
    change(one, '111', '222');
    change(two, 'NOTE:old', 'NOTE:new');
    await one.sync('card', undefined, { dontDrain: true });
    await two.sync('card', undefined, { dontDrain: true });
    await calm(rig, one, two);
    for (const text of [...rig.card.server.bodies(), ...one.texts('card'), ...two.texts('card')]) {
      expect(text).toContain('222');
      expect(text).toContain('NOTE:new');
    }
    expect(rig.card.server.bodies()).toHaveLength(1);
  });

  it('when one breaks off after sending, and the other edits the same', async () => {
    const { rig, one, two } = await twoPhones();
    change(one, '111', '222');
    await one.sync('card', undefined, { breakOff: 'before-final' });
    change(two, 'NOTE:old', 'NOTE:new');
    await two.sync('card');
    await calm(rig, one, two);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('222');
    expect(rig.card.server.bodies()[0]).toContain('NOTE:new');
  });

  it.each([
    ['edit', 'delete', 1],
    ['delete', 'edit', 1],
    ['delete', 'delete', 0],
    ['edit', 'edit', 1],
  ] as const)('%s, then %s', async (first, second, left) => {
    const { rig, one, two } = await twoPhones();
    act(one, first, '222');
    act(two, second, '333');
    await one.sync('card', undefined, { dontDrain: true });
    await two.sync('card', undefined, { dontDrain: true });
    await calm(rig, one, two);
    expect(rig.card.server.bodies()).toHaveLength(left);
    expect([one.holds.card.size, two.holds.card.size]).toEqual([left, left]);
  });
});

describe('a phone and the cloud', () => {
  it.each([
    ['edit', 'edit', 1],
    ['edit', 'delete', 1],
    ['delete', 'edit', 1],
    ['delete', 'delete', 0],
  ] as const)('%s here, %s there, unknown to each other until the push', async (here, there, left) => {
    const { rig, one, two } = await twoPhones();
    act(one, here, '222');
    await one.sync('card', undefined, { dontDrain: true });
    const [href = ''] = [...rig.card.server.resources.keys()];
    if (there === 'delete') rig.card.server.remove(href);
    else rig.card.server.put(href, person('Ann', '111', 'UID:ann', 'NOTE:new'));
    await rig.push();
    await calm(rig, one, two);
    expect(rig.card.server.bodies()).toHaveLength(left);
    expect([one.holds.card.size, two.holds.card.size]).toEqual([left, left]);
    const text = rig.card.server.bodies().join();
    expect(text.includes('222')).toBe(here === 'edit');
    expect(text.includes('NOTE:new')).toBe(there === 'edit');
  });
});

async function twoPhones(): Promise<{ rig: Rig; one: TestPhone; two: TestPhone }> {
  const rig = await createRig();
  rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann', 'NOTE:old'));
  const one = await rig.phone({ name: 'one' });
  const two = await rig.phone({ name: 'two' });
  await one.sync('card', slow);
  await two.sync('card', slow);
  return { rig, one, two };
}

function change(phone: TestPhone, from: string, to: string): void {
  const [[luid, text] = ['', '']] = [...phone.holds.card];
  phone.replace('card', luid, text.replace(from, to));
}

function act(phone: TestPhone, what: 'edit' | 'delete', number: string): void {
  const [luid = ''] = [...phone.holds.card.keys()];
  if (what === 'edit') change(phone, '111', number);
  else phone.remove('card', luid);
}

/** Until nobody has anything to say any more. */
async function calm(rig: Rig, ...phones: readonly TestPhone[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const phone of phones) await phone.sync('card');
    await rig.drain();
  }
  for (const phone of phones) expect((await phone.sync('card')).got).toEqual([]);
  const texts = phones.map((phone) => phone.texts('card'));
  expect(new Set(texts.map((list) => JSON.stringify(list))).size).toBe(1);
}
