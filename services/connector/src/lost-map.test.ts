/** A slow sync brings back what a phone was sent before its Map got lost: how much is known of what it had been shown. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

let rig: Rig;
let phone: TestPhone;
let luid: string;
beforeEach(async () => {
  rig = await createRig();
  phone = await rig.phone();
  await phone.sync('card', slow);
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'URL:http://example.org/a', 'NOTE:kept'));
  await phone.sync('card', undefined, { breakOff: 'before-map' });
  [luid = ''] = [...phone.holds.card.keys()];
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'URL:http://example.org/b', 'NOTE:kept'));
});

describe('an item without its Map in a slow sync', () => {
  it('gets the change of the cloud where the phone changed nothing', async () => {
    const { got } = await phone.sync('card', slow);
    expect(got).toEqual([`replace ${luid}`]);
    expect(phone.texts('card').join()).toContain('http://example.org/b');
    expect(rig.card.server.bodies().join()).toContain('http://example.org/b');
    expect(rig.card.server.bodies().join()).not.toContain('http://example.org/a');
  });

  it('loses nothing that the phone does not show where the phone has something of its own', async () => {
    phone.replace('card', luid, person('Ann', '111', 'EMAIL:ann@example.org'));
    await phone.sync('card', slow);
    const [body, ...others] = rig.card.server.bodies();
    expect(others).toEqual([]);
    for (const part of ['http://example.org/b', 'NOTE:kept', 'ann@example.org']) expect(body).toContain(part);
  });
});
