/** People on both sides, a session that does to them what its owner regrets, and the way back. */
import { asId } from '@anchorage/model';
import type { SessionId, UndoId } from '@anchorage/model';
import type { Undo, Undone } from '@anchorage/store';
import { createRig, person, slow } from './rig.ts';
import type { Rig } from './rig.ts';
import { settled } from './settled.ts';
import type { TestPhone } from './test-phone.ts';

/** Ann with a note and something no phone sees, Bob, Carl; on both sides. */
export async function threePeople(settings: Parameters<typeof createRig>[0] = {}): Promise<{
  rig: Rig;
  phone: TestPhone;
  luid: (name: string) => string;
}> {
  const rig = await createRig(settings);
  rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:old', 'X-KEEP:yes'));
  rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
  rig.card.server.put('c.vcf', person('Carl', '333', 'UID:c'));
  const phone = await rig.phone();
  await phone.sync('card', slow);
  const luids = new Map([...phone.holds.card].map(([luid, text]) => [nameOf(text), luid]));
  return { rig, phone, luid: (name) => luids.get(name) ?? '' };
}

/** One session: Ann edited, Carl deleted, Dora added. */
export async function mischief(phone: TestPhone, luid: (name: string) => string): Promise<SessionId> {
  const ann = phone.holds.card.get(luid('Ann')) ?? '';
  phone.replace('card', luid('Ann'), ann.replace('NOTE:old', 'NOTE:new'));
  phone.remove('card', luid('Carl'));
  phone.add('card', person('Dora', '444'));
  return (await phone.sync('card')).sessionId;
}

export async function undo(
  rig: Rig,
  id: SessionId | UndoId,
  kind: 'session' | 'undo' = 'session',
): Promise<Undo> {
  const { accountId, store } = rig;
  const of: Undone = kind === 'undo' ? { kind, undoId: asId(id) } : { kind, sessionId: asId(id) };
  const { id: undoId } = await store.undos.add(accountId, of, rig.tools.clock.now());
  for (let tries = 0; tries < 10; tries += 1) {
    if ((await rig.run({ kind: 'undo', accountId, undoId })) === null) break;
  }
  const row = await store.undos.get(accountId, undoId);
  if (row === null) throw new Error('no undo');
  return row;
}

/** What was taken back has reached the cloud, too. */
export async function takenBack(rig: Rig, phone: TestPhone): Promise<void> {
  await rig.push();
  await settled(rig, phone);
}

export function names(phone: TestPhone): readonly string[] {
  return phone.texts('card').map(nameOf).toSorted();
}

export function nameOf(text: string): string {
  return /^N(?:;[^:]*)?:([^;\r]*)/m.exec(text)?.[1] ?? '';
}
