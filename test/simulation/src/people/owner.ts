/**
 * What the owner of an account does when asked: logs in again, lets failed writes be tried again, decides about held
 * deletions; and takes sessions back unasked.
 */
import { checkVisible } from '../oracle/check-visible.ts';
import { createActor } from '../scheduler.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';
import { rejectHeld, takeBack } from './take-back.ts';

/** Looks after the account now and then while things go wrong. */
export async function lookAfter(ground: Ground, account: SimulatedAccount): Promise<void> {
  const owner = createActor(account.name);
  while (isLively(account)) {
    await ground.scheduler.step(owner, 'looks after the account', ground.chance.between(60_000, 900_000));
    if (!isLively(account)) return;
    await settleAccount(ground, account);
    if (ground.chance.hits(0.15)) await takeBack(ground, account);
  }
}

/** Has a phone of the account a session under way or still to come? */
export function isLively({ devices }: SimulatedAccount): boolean {
  return devices.some(({ planned, busy }) => planned > 0 || busy);
}

export async function settleAccount(ground: Ground, account: SimulatedAccount): Promise<void> {
  const { store, scheduler, story, findings } = ground;
  const { id, linkId, password, name } = account;
  await checkVisible({ store, findings, now: scheduler.now() }, id);
  const link = await store.links.get(id, linkId);
  if (link?.status === 'needs-login') {
    story.tell(name, () => 'logs in at the cloud again');
    await store.links.setPassword(id, linkId, password);
  }
  await decideHeld(ground, account);
  const failed = await store.journal.list(id, ['failed'], most);
  if (failed.length === 0) return;
  story.tell(name, () => `sends ${failed.length} failed writes on their way again`);
  await store.journal.release(
    id,
    failed.map((row) => row.id),
    scheduler.now(),
  );
}

/** Most who delete much mean it. */
async function decideHeld(ground: Ground, account: SimulatedAccount): Promise<void> {
  const { store, scheduler, story, chance } = ground;
  const { id, name } = account;
  const ofPhones = await store.journal.list(id, ['held'], most);
  const ofCloud = await store.holds.list(id);
  if (ofPhones.length + ofCloud.length === 0) return;
  account.word.given();
  if (chance.hits(0.3)) {
    story.tell(name, () => 'says that held deletions were not meant');
    const sessions = [...ofPhones, ...ofCloud].flatMap(({ sessionId }) => sessionId ?? []);
    return rejectHeld(ground, account, new Set(sessions));
  }
  story.tell(name, () => 'says that held deletions were meant');
  await store.journal.release(
    id,
    ofPhones.map((row) => row.id),
    scheduler.now(),
  );
  for (const { sessionId } of ofCloud) await store.holds.confirm(id, sessionId);
}

const most = 1_000;
