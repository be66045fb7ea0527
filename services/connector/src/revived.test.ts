/** Items that live again here after the server was taken to have deleted them. */
import { describe, expect, it } from 'vitest';
import { person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { ready } from './testing/unlucky-cloud.ts';

describe('an item that a listing left out, and that its phone then edits', () => {
  it('is one with what the server has all the same', async () => {
    const { rig, phone } = await leftOut();
    rig.card.server.put('a.vcf', person('Ann', '5550111', 'UID:a', 'NOTE:cloud'));
    await rig.refresh();
    await rig.push();
    await phone.sync('card');
    await settled(rig, phone);
    const [body = '', ...others] = rig.card.server.bodies();
    expect(others).toEqual([]);
    for (const text of [body, phone.texts('card').join()]) {
      expect(text).toContain('5550222');
      expect(text).toContain('NOTE:cloud');
    }
  });

  it('is one even when the push comes first', async () => {
    const { rig, phone } = await leftOut();
    await rig.push();
    await rig.refresh();
    await phone.sync('card');
    await settled(rig, phone);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('5550222');
    expect([...rig.card.server.resources.keys()][0]).toContain('a.vcf');
  });

  it('is created under another UID and name where it has really gone', async () => {
    const { rig, phone } = await leftOut();
    rig.card.server.remove('https://dav.example.org/card/a.vcf');
    await rig.push();
    await rig.refresh();
    await phone.sync('card');
    await settled(rig, phone);
    const [body = '', ...others] = rig.card.server.bodies();
    expect(others).toEqual([]);
    expect(body).toContain('5550222');
    expect(body).not.toMatch(/^UID:a\r?$/m);
    expect([...rig.card.server.resources.keys()][0]).not.toContain('a.vcf');
  });
});

it('is created where it has gone, although another phone’s deletion of it waits to be pushed', async () => {
  const { rig, phone } = await ready();
  const keeper = await rig.phone({ name: 'keeper', policy: 'phone-wins' });
  const href = rig.card.server.put('a.vcf', person('Ann', '5550111', 'UID:a'));
  await phone.sync('card', slow);
  await keeper.sync('card', slow);
  rig.card.server.remove(href);
  await rig.refresh();
  const [luid = ''] = phone.holds.card.keys();
  phone.remove('card', luid);
  rig.card.server.before = (operation) => {
    if (operation === 'delete') throw new Error('away');
  };
  await phone.sync('card', undefined, { dontDrain: true });
  await keeper.sync('card', slow, { dontDrain: true });
  rig.card.server.before = () => undefined;
  rig.passTime(4_000_000);
  await rig.push();
  expect(rig.card.server.bodies().join()).toContain('5550111');
  expect(keeper.holds.card.size).toBe(1);
});

/** The server has Ann, a listing has not named her; the phone had her and has given her another number. */
async function leftOut(): Promise<{ rig: Rig; phone: TestPhone }> {
  const { rig, phone } = await ready('listing');
  rig.card.server.put('a.vcf', person('Ann', '5550111', 'UID:a'));
  await phone.sync('card', slow);
  const [luid = ''] = phone.holds.card.keys();
  rig.card.server.listed = () => [];
  await rig.refresh();
  expect(await rig.items('card')).toEqual([]);
  rig.card.server.listed = null;
  phone.replace('card', luid, person('Ann', '5550222'));
  await phone.sync('card', undefined, { dontDrain: true });
  return { rig, phone };
}
