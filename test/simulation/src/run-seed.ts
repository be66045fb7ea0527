/** One run: everything that happens in it follows from its seed. */
import { checkEnd } from './oracle/check-end.ts';
import type { Finding } from './oracle/findings.ts';
import type { FaultKind } from './faults.ts';
import { liveInCloud } from './people/cloud-user.ts';
import { lookAfter, settleAccount } from './people/owner.ts';
import { liveWithPhone } from './people/phone-user.ts';
import { syncOnce } from './people/sync-once.ts';
import { noteTouched } from './people/take-back.ts';
import { sabotageNamed } from './sabotage/sabotage.ts';
import type { SabotageName } from './sabotage/sabotage.ts';
import { Restless } from './scheduler.ts';
import { createAccount } from './world/account.ts';
import type { SimulatedAccount } from './world/account.ts';
import { prepareGround } from './world/ground.ts';
import type { Ground } from './world/ground.ts';
import { startProcesses } from './world/processes.ts';
import type { Processes } from './world/processes.ts';

export interface RunResult {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** Equal for equal runs. */
  readonly trace: string;
  readonly steps: number;
  readonly sessions: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Empty unless it was asked for. */
  readonly story: readonly string[];
}

export async function runSeed(
  seed: number,
  {
    story = false,
    sabotage = null,
  }: { readonly story?: boolean; readonly sabotage?: SabotageName | null } = {},
): Promise<RunResult> {
  const ground = await prepareGround(seed, story, sabotageNamed(sabotage));
  const { chance, scheduler, findings, faults } = ground;
  const counted = { sessions: 0 };
  try {
    const processes = startProcesses(ground);
    const accounts: SimulatedAccount[] = [];
    const sessions = chance.between(2, chance.pick([4, 8, 20]));
    accounts.push(await createAccount(ground, processes, 1, sessions));
    if (chance.hits(0.2)) accounts.push(await createAccount(ground, processes, 2, 2));
    counted.sessions = accounts
      .flatMap(({ devices }) => devices)
      .reduce((sum, { planned }) => sum + planned, 0);
    await live(ground, accounts);
    faults.end();
    await comeToRest(ground, processes, accounts);
    for (const account of accounts) {
      await noteTouched(ground, account);
      checkEnd(ground, account);
    }
  } catch (error) {
    if (error instanceof Restless) findings.add('I10', error.message);
    else findings.add('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await ground.store.close();
  }
  return {
    seed,
    findings: findings.list,
    trace: scheduler.trace.toString(16),
    steps: scheduler.steps,
    sessions: counted.sessions,
    faults: Object.fromEntries(faults.counts),
    story: ground.story.lines,
  };
}

/** Everybody does what they do, and things go wrong. */
function live(ground: Ground, accounts: readonly SimulatedAccount[]): Promise<void> {
  const lives = accounts.flatMap((account) => [
    liveInCloud(ground, account),
    lookAfter(ground, account),
    ...account.devices.map((device) => liveWithPhone(ground, account, device)),
  ]);
  return untilDone(ground, Promise.all(lives));
}

/**
 * Nothing goes wrong any more; owners do what they were asked to; each phone syncs twice. Where a side was emptied more
 * often: the gateway looks twice before it believes in an empty collection, what that means for a phone waits for the
 * owner's word, and what the owner does not want to lose comes back with the next sync.
 */
async function comeToRest(
  ground: Ground,
  processes: Processes,
  accounts: readonly SimulatedAccount[],
): Promise<void> {
  await untilDone(ground, processes.rest(2 * 3_600_000));
  await untilDone(ground, rounds(ground, accounts));
}

async function rounds(ground: Ground, accounts: readonly SimulatedAccount[]): Promise<void> {
  const isEmptied = accounts.some(({ wasEmptied }) => wasEmptied);
  for (let round = 1; round <= (isEmptied ? 4 : 2); round += 1) {
    ground.story.tell('owner', () => `round ${round} without faults`);
    if (isEmptied) await ground.scheduler.step(ground.operator, 'lets time pass', untilBelieved);
    for (const account of accounts) {
      await settleAccount(ground, account);
      await delivered(ground, account);
      for (const device of account.devices) {
        const report = await syncOnce(ground, account, device, 200);
        if (report?.outcome !== 'finished') {
          ground.findings.add('I3', `${device.name} cannot finish a sync although nothing goes wrong`);
        }
        await delivered(ground, account);
      }
    }
  }
}

/** Until the queue is empty, nothing waits to be taken back and nothing for the cloud. */
async function delivered(ground: Ground, { id, name }: SimulatedAccount): Promise<void> {
  const { scheduler, store, queue, operator, findings } = ground;
  for (let looks = 0; looks < 200; looks += 1) {
    await scheduler.step(operator, 'looks whether all is done', 5_000);
    const open = await store.journal.openCounts(id);
    const undos = await store.undos.pending(1);
    if (queue.isIdle() && undos.length === 0 && open.every(({ pending }) => pending === 0)) return;
  }
  findings.add('I10', `what ${name} wrote never reaches the cloud`);
}

async function untilDone(ground: Ground, work: Promise<unknown>): Promise<void> {
  const state: { done: boolean; error: unknown } = { done: false, error: null };
  work.then(
    () => (state.done = true),
    (error: unknown) => Object.assign(state, { done: true, error }),
  );
  await ground.scheduler.run(() => state.done);
  if (state.error !== null) throw state.error;
  if (!state.done) throw new Error('somebody waits for what never comes');
}

/** Longer than the gateway doubts a listing. */
const untilBelieved = 15 * 60_000;
