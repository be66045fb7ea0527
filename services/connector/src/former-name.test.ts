/** A create that reaches the server after its item has been given another UID and name. */
import { DavError } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { failOnce, onceBefore, ready } from './testing/unlucky-cloud.ts';

const edit = async (phone: TestPhone): Promise<void> => {
  const [luid = ''] = phone.holds.card.keys();
  phone.replace('card', luid, person('Bob', '333'));
  await phone.sync('card', undefined, { dontDrain: true });
};

describe('a create that arrives when its item has another name', () => {
  it.each([
    ['heard', false],
    ['unheard', true],
  ])('does not stay, %s (F29)', async (_, unheard) => {
    const { rig, phone } = await lateCreate({ unheard });
    expect(rig.card.server.bodies()).toHaveLength(2);
    await rig.refresh();
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('does not stay where the phone edits the item meanwhile (F29)', async () => {
    const { rig, phone } = await lateCreate({ unheard: true, meanwhile: edit });
    await rig.refresh();
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('333');
    await settled(rig, phone);
  });

  it('does not stay where the server chooses names, if it is heard (F29)', async () => {
    const { rig, phone } = await lateCreate({ renames: true });
    await rig.drain();
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('stays when somebody edits it before it is taken away', async () => {
    const { rig, phone } = await lateCreate({ unheard: true });
    const [[href, { body }] = ['', { body: '' }]] = [...rig.card.server.resources].slice(-1);
    rig.card.server.put(href, body.replace('222', '444'));
    await rig.refresh();
    await rig.push();
    expect(rig.card.server.bodies().join()).toContain('444');
    await phone.sync('card');
    await settled(rig, phone);
    expect(phone.texts('card')).toHaveLength(2);
  });
});

it('a create that arrives unheard when its item has been deleted does not bring it back (F26)', async () => {
  const { rig, phone } = await ready();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  onceBefore(rig, 'put', async () => {
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    await rig.push();
    failOnce(rig, 'after', 'put');
  });
  await rig.push();
  expect(rig.card.server.bodies()).toHaveLength(1);
  rig.passTime(3_600_000);
  await rig.refresh();
  await rig.push();
  expect(rig.card.server.bodies()).toEqual([]);
  await settled(rig, phone);
});

/** One worker hangs before its PUT while others fail, give up the name, and store the item under another. */
async function lateCreate({
  unheard = false,
  renames = false,
  meanwhile = async () => undefined,
}: {
  readonly unheard?: boolean;
  readonly renames?: boolean;
  readonly meanwhile?: (phone: TestPhone) => Promise<void>;
}): Promise<{ rig: Rig; phone: TestPhone }> {
  const { rig, phone } = await ready();
  const { server } = rig.card;
  server.renames = renames;
  phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  server.before = async (first) => {
    if (first !== 'put') return;
    server.before = (operation) => {
      if (operation === 'put')
        throw new DavError('server-failure', 'the bin has that UID', { method: 'PUT' });
    };
    await meanwhile(phone);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await rig.push();
      rig.passTime(3_600_000);
    }
    server.before = () => undefined;
    await rig.push();
    expect(server.bodies()).toHaveLength(1);
    if (unheard) failOnce(rig, 'after', 'put');
  };
  await rig.push();
  expect(server.bodies()).toHaveLength(2);
  rig.passTime(3_600_000);
  return { rig, phone };
}
