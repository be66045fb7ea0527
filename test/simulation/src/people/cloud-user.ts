/** Somebody at another client of the same cloud: writes, changes, deletes there, at any moment. */
import { createActor } from '../scheduler.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';
import { isConfirmed } from './written-down.ts';
import { isLively } from './owner.ts';
import { valueFor } from './phone-user.ts';
import type { Content, Shown } from './content.ts';
import { newToken } from './token.ts';

/** Until no phone of the account has a session left to do. */
export async function liveInCloud(ground: Ground, account: SimulatedAccount): Promise<void> {
  const { chance, mishaps, scheduler } = ground;
  const actor = createActor(`${account.name} at the cloud`);
  while (isLively(account)) {
    await editInCloud(ground, account);
    if (mishaps.hits(oftenEmptied)) await emptyInCloud(ground, account);
    await scheduler.step(actor, 'lives', chance.pick([300, 3_000, 30_000, 300_000]) * (0.2 + chance.next()));
  }
}

export async function editInCloud(ground: Ground, account: SimulatedAccount): Promise<void> {
  const { dav, contents, ledger, cloud } = account;
  const { chance, story } = ground;
  const content = chance.pick(contents);
  const collection = dav.collection(content.collection);
  const held = dav.members(content.collection);
  const act = chance.below(10);
  if (act < 3 || held.length === 0) {
    const token = newToken(chance);
    ledger.made(token, content, true);
    const ending = content.datastore === 'card' ? 'vcf' : 'ics';
    collection.put(`cloud-${token}.${ending}`, content.inCloud(token, chance.below(4)));
    story.tell(cloud.name, () => `new ${content.datastore} ${token}`);
    return;
  }
  const { name, body } = chance.pick(held);
  const shown = content.read(body);
  if (shown === null) return;
  if (act < 8) {
    const field = content.datastore === 'task' ? 'note' : chance.pick(['note', 'extra'] as const);
    const value = valueFor(content, field, newToken(chance));
    ledger.changes(shown, field, value);
    collection.put(name, content.change(body, field, value));
    story.tell(cloud.name, () => `${field} of ${content.datastore} ${shown.token} is "${value}" now`);
  } else if (act === 8) {
    await deleteInCloud(ground, account, content, { name, shown });
  } else {
    // Stored again as it was: another ETag around the same text.
    collection.put(name, body);
    story.tell(cloud.name, () => `stores ${content.datastore} ${shown.token} again as it was`);
  }
}

/** Everything of one kind at once. */
async function emptyInCloud(ground: Ground, account: SimulatedAccount): Promise<void> {
  const content = ground.mishaps.pick(account.contents);
  account.wasEmptied = true;
  for (const { name, body } of account.dav.members(content.collection)) {
    const shown = content.read(body);
    if (shown !== null) await deleteInCloud(ground, account, content, { name, shown });
  }
}

async function deleteInCloud(
  ground: Ground,
  account: SimulatedAccount,
  content: Content,
  { name, shown }: { readonly name: string; readonly shown: Shown },
): Promise<void> {
  const { dav, ledger, cloud } = account;
  ledger.deletes(shown);
  if (!(await isConfirmed(ground, account, content, name))) ledger.untold(shown.token);
  dav.collection(content.collection).remove(name);
  ground.story.tell(cloud.name, () => `deletes ${content.datastore} ${shown.token}`);
}

/** How likely an act of theirs is followed by an emptying. */
const oftenEmptied = 0.002;
