/** A create that fails time and again: is it on the server, under whatever name, or will it never be? */
import { DavError } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { failOnce, ready } from './testing/unlucky-cloud.ts';

describe('a create that keeps failing', () => {
  it('is found by its UID where an earlier try arrived unheard and bears a name of the server (F27)', async () => {
    const { rig, phone } = await created();
    rig.card.server.renames = true;
    await push(rig, 'after', failed);
    await push(rig, 'before', failed);
    await push(rig, 'before', null);
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('is found so under the UID that it was given afresh (F27)', async () => {
    const { rig, phone } = await created();
    rig.card.server.renames = true;
    await push(rig, 'before', failed);
    await push(rig, 'before', failed);
    await push(rig, 'after', lost);
    await push(rig, 'before', null);
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('gets another UID where the server has it nowhere and takes it no more', async () => {
    const { rig, phone } = await created();
    await push(rig, 'before', failed);
    const [before] = await rig.items('card');
    await push(rig, 'before', failed);
    await push(rig, 'before', null);
    const [after] = rig.card.server.bodies();
    expect(uidOf(after)).toBeDefined();
    expect(uidOf(after)).not.toBe(uidOf(before));
    await settled(rig, phone);
  });

  it('waits while the server has something of its name and does not deliver it', async () => {
    const { rig, phone } = await created();
    await push(rig, 'after', failed);
    for (const href of rig.card.server.resources.keys()) rig.card.server.undelivered.add(href);
    await push(rig, 'before', null);
    await push(rig, 'before', null);
    expect(rig.card.server.bodies()).toHaveLength(1);
    rig.card.server.undelivered.clear();
    await push(rig, 'before', null);
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });
});

async function created(): Promise<{ rig: Rig; phone: TestPhone }> {
  const world = await ready();
  world.phone.add('card', person('Bob', '222'));
  await world.phone.sync('card', undefined, { dontDrain: true });
  return world;
}

/** One push an hour later, whose first PUT fails with `error`. */
async function push(rig: Rig, when: 'before' | 'after', error: DavError | null): Promise<void> {
  rig.passTime(3_600_000);
  if (error !== null) failOnce(rig, when, 'put', error);
  await rig.push();
}

function uidOf(text: string | undefined): string | undefined {
  return /^UID:(.*)\r$/m.exec(text ?? '')?.[1];
}

const failed = new DavError('server-failure', 'x', { method: 'PUT' });
const lost = new DavError('unreachable', 'x', { method: 'PUT' });
