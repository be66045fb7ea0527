import { createRig, person, slow } from './rig.ts';
import type { Rig } from './rig.ts';
import type { TestPhone } from './test-phone.ts';

/** A phone and a cloud that both have so many contacts. */
export async function filled(count: number): Promise<{ rig: Rig; phone: TestPhone }> {
  const rig = await createRig();
  for (let at = 0; at < count; at += 1) {
    rig.card.server.put(`${String(at).padStart(3, '0')}.vcf`, person(`P${at}`, `+4955${at}`, `UID:u${at}`));
  }
  const phone = await rig.phone();
  await phone.sync('card', slow);
  return { rig, phone };
}

/** The first of the contacts, by another client of the server. */
export function lose(rig: Rig, count: number): void {
  for (const href of [...rig.card.server.resources.keys()].slice(0, count)) rig.card.server.remove(href);
}
