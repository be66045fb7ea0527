import { createRig, person, slow } from './rig.ts';
import type { Rig } from './rig.ts';
import type { TestPhone } from './test-phone.ts';

/** One contact, on both sides. */
export async function withAnn(
  ...more: readonly (string | { policy: 'keep-both' })[]
): Promise<{ rig: Rig; phone: TestPhone; luid: string; href: string }> {
  const rig = await createRig();
  const lines = more.filter((entry) => typeof entry === 'string');
  const href = rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', ...lines));
  const phone = await rig.phone(more.find((entry) => typeof entry !== 'string'));
  await phone.sync('card', slow);
  const [luid = ''] = [...phone.holds.card.keys()];
  return { rig, phone, luid, href };
}

export function edited(phone: TestPhone, luid: string, from: string, to: string): string {
  const text = phone.holds.card.get(luid) ?? '';
  if (!text.includes(from)) throw new Error(`the phone's text lacks ${from}`);
  return text.replace(from, to);
}
