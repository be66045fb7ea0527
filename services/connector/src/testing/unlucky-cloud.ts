/** A cloud that fails when told to. */
import { DavError } from '@anchorage/providers';
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

export function failOnce(
  rig: Rig,
  when: 'before' | 'after',
  operation: Operation,
  error = new DavError('unreachable', 'the connection was lost', { method: 'PUT' }),
): void {
  rig.card.server[when] = (now) => {
    if (now !== operation) return;
    rig.card.server[when] = () => undefined;
    throw error;
  };
}

export function onceBefore(rig: Rig, operation: Operation, work: () => void | Promise<void>): void {
  rig.card.server.before = (now) => {
    if (now !== operation) return;
    rig.card.server.before = () => undefined;
    return work();
  };
}
