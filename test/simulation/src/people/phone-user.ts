/** What the owner of a phone does: writes, changes and deletes on it, and syncs now and then. */
import type { SimulatedAccount } from '../world/account.ts';
import type { Device } from '../world/device.ts';
import type { Ground } from '../world/ground.ts';
import type { Content, Shown } from './content.ts';
import { syncOnce } from './sync-once.ts';
import { newToken } from './token.ts';
import { isUnread } from './written-down.ts';

/** All sessions planned for this phone, with what its user does in between. */
export async function liveWithPhone(
  ground: Ground,
  account: SimulatedAccount,
  device: Device,
): Promise<void> {
  const { chance, mishaps, scheduler } = ground;
  while (device.planned > 0) {
    device.planned -= 1;
    await scheduler.step(device.actor, 'lies about', pause(ground));
    for (let edits = chance.below(4); edits > 0; edits -= 1) await editOnPhone(ground, account, device);
    if (mishaps.hits(oftenEmptied)) await emptyPhone(ground, account, device);
    await syncOnce(ground, account, device, chance.hits(0.85) ? 200 : chance.pick(device.types));
  }
}

export async function editOnPhone(ground: Ground, account: SimulatedAccount, device: Device): Promise<void> {
  const { ledger } = account;
  const { chance, story } = ground;
  const content = chance.pick(device.contents);
  const phone = device.phone();
  const held = heldOn(device, content);
  const act = chance.below(10);
  if (act < 4 || held.length === 0) {
    const token = newToken(chance);
    ledger.made(token, content, false);
    device.handled.add(token);
    phone.add(content.datastore, content.onPhone(token, chance.below(4)));
    story.tell(device.name, () => `new ${content.datastore} ${token}`);
    return;
  }
  const { luid, text, shown } = chance.pick(held);
  device.handled.add(shown.token);
  if (act < 8) {
    const field = content.datastore === 'task' ? 'note' : chance.pick(['note', 'extra'] as const);
    const value = valueFor(content, field, newToken(chance));
    ledger.changes(shown, field, value, device.unheard.has(shown.token));
    phone.replace(content.datastore, luid, content.change(text, field, value));
    device.unsent.add({ content, luid, token: shown.token, field, value });
    story.tell(device.name, () => `${field} of ${content.datastore} ${shown.token} is "${value}" now`);
    return;
  }
  await deleteOnPhone(ground, account, device, content, { luid, text, shown });
}

/** Everything of one kind at once: its user begins anew, or the phone has lost it and reports that as deletions. */
async function emptyPhone(ground: Ground, account: SimulatedAccount, device: Device): Promise<void> {
  const content = ground.mishaps.pick(device.contents);
  account.wasEmptied = true;
  for (const held of heldOn(device, content)) await deleteOnPhone(ground, account, device, content, held);
}

async function deleteOnPhone(
  ground: Ground,
  account: SimulatedAccount,
  device: Device,
  content: Content,
  { luid, shown }: Held,
): Promise<void> {
  const { ledger } = account;
  const { token } = shown;
  const phone = device.phone();
  const isFirst = ledger.items.get(token)?.deleted === false;
  ledger.deletes(shown);
  account.emptied.alsoDeleted(token);
  if (device.unheard.has(token) || (await isUnread(ground, account, content, token))) ledger.untold(token);
  if (phone.state().datastores[content.datastore]?.changes[luid] === 'add') ledger.unreported(token, device);
  device.handled.add(token);
  device.deleted.set(token, { datastore: content.datastore, luid, isFirst });
  phone.delete(content.datastore, luid);
  ground.story.tell(device.name, () => `deletes ${content.datastore} ${token}`);
}

function heldOn(device: Device, content: Content): readonly Held[] {
  return [...device.phone().items(content.datastore)].flatMap(([luid, text]): Held[] => {
    const shown = content.read(text);
    return shown === null ? [] : [{ luid, text, shown }];
  });
}

/** Values that no two edits share, plain in every encoding. */
export function valueFor(content: Content, field: 'note' | 'extra', token: string): string {
  return content.datastore === 'card' && field === 'extra'
    ? `kanari${token}@example.org`
    : `kanari v${token}`;
}

/** Often one after the other, sometimes an hour apart. */
function pause({ chance }: Ground): number {
  return chance.pick([500, 5_000, 60_000, 300_000, 1_500_000]) * (0.2 + chance.next());
}

interface Held {
  readonly luid: string;
  readonly text: string;
  readonly shown: Shown;
}

/** How likely a session is to come after an emptying. */
const oftenEmptied = 0.01;
