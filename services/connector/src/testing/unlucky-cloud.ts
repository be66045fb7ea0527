/** A cloud that fails when told to, and what must hold once it has calmed down. */
import { DavError } from '@anchorage/providers';
import { expect } from 'vitest';
import type { Operation } from './memory-cloud.ts';
import { createRig, slow } from './rig.ts';
import type { Rig } from './rig.ts';
import type { TestPhone } from './test-phone.ts';

export async function ready(mode: 'token' | 'listing' = 'token'): Promise<{ rig: Rig; phone: TestPhone }> {
  const rig = await createRig();
  rig.card.server.mode = mode;
  const phone = await rig.phone();
  await phone.sync('card', slow);
  return { rig, phone };
}

export function failOnce(rig: Rig, when: 'before' | 'after', operation: Operation): void {
  rig.card.server[when] = (now) => {
    if (now !== operation) return;
    rig.card.server[when] = () => undefined;
    throw new DavError('unreachable', 'the connection was lost', { method: 'PUT' });
  };
}

export function onceBefore(rig: Rig, operation: Operation, work: () => void): void {
  rig.card.server.before = (now) => {
    if (now !== operation) return;
    rig.card.server.before = () => undefined;
    work();
  };
}

/** Nothing is left to do, running everything again changes nothing, and phone and cloud hold equally many. */
export async function settled(rig: Rig, phone: TestPhone): Promise<void> {
  await phone.sync('card');
  const bodies = rig.card.server.bodies();
  const again = await phone.sync('card', slow);
  expect(again.got).toEqual([]);
  await rig.refresh();
  await rig.push();
  expect(rig.card.server.bodies()).toEqual(bodies);
  expect(phone.holds.card.size).toBe(bodies.length);
  expect(await rig.items('card')).toHaveLength(bodies.length);
  const [open] = (await rig.store.journal.openCounts(rig.accountId)).filter(({ pending }) => pending > 0);
  expect(open).toBeUndefined();
}
