/**
 * One sync session as the phone sees it, package by package (OMA SyncML Sync Protocol 1.1, 4 to 7).
 */
import type { Command, Message, StatusCommand } from '@anchorage/syncml-codec';
import { Suspended, Vanished } from './conversation.ts';
import type { DatastoreSync } from './datastore-sync.ts';
import type { Draft } from './draft.ts';
import { PhoneError } from './phone-types.ts';
import type { SyncReport } from './phone-types.ts';
import { rule } from './reply-rules.ts';
import type { SessionPlan } from './session-plan.ts';
import { answerTo, takeIn } from './take-in.ts';

export type SessionResult = Pick<SyncReport, 'outcome' | 'headerStatuses'>;

export async function runSession(plan: SessionPlan): Promise<SessionResult> {
  const headerStatuses: number[] = [];
  try {
    return { outcome: await packages(plan, headerStatuses), headerStatuses };
  } catch (error) {
    if (!isInterruption(error)) throw error;
    for (const datastore of plan.datastores) datastore.interrupt();
    if (error instanceof PhoneError) throw error;
    if (error instanceof Vanished) return { outcome: 'vanished', headerStatuses };
    await suspend(plan, error.reply, headerStatuses);
    return { outcome: 'suspended', headerStatuses };
  }
}

/** The session is left where it is; a phone can come back to it. */
function isInterruption(error: unknown): error is Vanished | Suspended | PhoneError {
  const cutOff = error instanceof PhoneError && error.code === 'transport';
  return cutOff || error instanceof Vanished || error instanceof Suspended;
}

async function packages(plan: SessionPlan, headerStatuses: number[]): Promise<'finished' | 'refused'> {
  const { conversation, datastores } = plan;
  if (!(await initialise(plan, headerStatuses))) return 'refused';

  for (const datastore of datastores) {
    if (!datastore.isOpen()) continue;
    for (const early of datastore.mapDrafts()) conversation.queue.say(early);
  }
  const open = datastores.filter((datastore) => datastore.isOpen());
  if (open.length === 0) return finish(plan);
  for (const datastore of open) conversation.queue.saySync(datastore.head(), datastore.changes());
  const pending = new Set(open);
  await sendPackage(plan, headerStatuses, pending);
  for (const datastore of open) {
    rule(
      datastore.receiver.seen() || !datastore.expectsServerSync(),
      `package 4 ended without a Sync for ${datastore.name}`,
    );
  }
  if (plan.omitsLastStatuses && mapsOf(plan).length === 0) return finish(plan);
  if (plan.omitsLastStatuses) conversation.queue.dropAnswers();
  // The message that ended package 4 may be empty, and the Adds have come in those before it.
  const owesMaps = plan.mapWhen !== 'next-session' && mapsOf(plan).length > 0;
  if (conversation.queue.hasNews() || owesMaps) await mapPackage(plan, headerStatuses);
  return finish(plan);
}

/** DS Protocol 1.2: the session is left as it is, to be gone on with. */
async function suspend(plan: SessionPlan, reply: Message, headerStatuses: number[]): Promise<void> {
  const { queue } = plan.conversation;
  queue.clear();
  queue.answer(answerTo(reply, 'SyncHdr', '0', 200));
  let code: number | null = null;
  queue.say({
    command: { name: 'Alert', cmdId: '', code: 224, items: [] },
    answered: (status) => {
      code = status.code;
    },
  });
  headerOk((await plan.conversation.post(true)).reply, headerStatuses);
  rule(code === 200, `Alert 224 answered ${code ?? 'by nothing'}`);
}

/** Package 1 and 2, with as many challenges as the phone has patience for. */
async function initialise(plan: SessionPlan, headerStatuses: number[]): Promise<boolean> {
  const { conversation } = plan;
  let challenge: { readonly scheme: string } | null = null;
  for (let attempt = 1; attempt <= 3; attempt++) {
    if (!plan.authenticate(challenge)) return false;
    for (const draft of plan.deviceInfo()) conversation.queue.say(draft);
    for (const datastore of plan.datastores) conversation.queue.say(datastore.alert(plan.maxObjSize));
    const { reply } = await conversation.post(true);
    const status = headerStatus(reply, headerStatuses);
    if (status.code === 401 || status.code === 407) {
      rule(status.chal !== undefined, `${status.code} without a challenge`);
      rule(
        reply.commands.every((command) => command.name === 'Status' && command.code === status.code),
        'a refused message was answered with more than refusals',
      );
      challenge = { scheme: status.chal.meta.type ?? 'syncml:auth-basic' };
      conversation.queue.clear();
      if (plan.restart === null) conversation.queue.answer(answerTo(reply, 'SyncHdr', '0', 200));
      else conversation.restart(plan.restart());
      continue;
    }
    if (status.code >= 300) return false;
    rule(status.code === 212 || status.code === 200, `SyncHdr ${status.code} for credentials`);
    plan.accepted();
    takeIn(plan, reply, null);
    await continuePackage(plan, headerStatuses, reply.final, null);
    conversation.checkAnswered();
    return true;
  }
  return false;
}

/** Everything queued, ended by Final, then the server's package to its end. */
async function sendPackage(
  plan: SessionPlan,
  headerStatuses: number[],
  open: ReadonlySet<DatastoreSync> | null,
): Promise<void> {
  for (;;) {
    const { reply, final } = await plan.conversation.post(true);
    const busy = final && isBusy(reply, headerStatuses);
    if (!busy) headerOk(reply, headerStatuses);
    takeIn(plan, reply, final ? open : null);
    if (!final) continue;
    await continuePackage(plan, headerStatuses, reply.final, open, busy);
    plan.conversation.checkAnswered();
    return;
  }
}

/** The server has not ended its package: go on asking with Alert 222, or 221 where it was busy. */
async function continuePackage(
  plan: SessionPlan,
  headerStatuses: number[],
  ended: boolean,
  open: ReadonlySet<DatastoreSync> | null,
  wasBusy = false,
): Promise<void> {
  let final = ended;
  let busy = wasBusy;
  while (!final) {
    plan.conversation.queue.say({ command: asking(plan, busy ? 221 : 222) });
    const { reply } = await plan.conversation.post(plan.finalWithNext);
    busy = busy && isBusy(reply, headerStatuses);
    if (!busy) headerOk(reply, headerStatuses);
    takeIn(plan, reply, open);
    final = reply.final;
  }
}

/** Package 5 and 6. */
async function mapPackage(plan: SessionPlan, headerStatuses: number[]): Promise<void> {
  const { conversation } = plan;
  if (plan.mapWhen === 'next-message' && mapsOf(plan).length > 0) {
    const { reply } = await conversation.post(false);
    headerOk(reply, headerStatuses);
    takeIn(plan, reply, null);
  }
  if (plan.mapWhen === 'after-final') {
    await sendPackage(plan, headerStatuses, null);
    if (mapsOf(plan).length === 0) return;
  }
  if (plan.mapWhen !== 'next-session') for (const map of mapsOf(plan)) conversation.queue.say(map);
  await sendPackage(plan, headerStatuses, null);
}

function mapsOf(plan: SessionPlan): readonly Draft[] {
  return plan.datastores.flatMap((datastore) => datastore.mapDrafts());
}

function asking(plan: SessionPlan, code: 221 | 222): Command {
  const first = plan.datastores[0];
  return {
    name: 'Alert',
    cmdId: '',
    code,
    items: [{ target: { uri: first?.target ?? '' }, source: { uri: first?.source ?? '' } }],
  };
}

function headerStatus(reply: Message, seen: number[]): StatusCommand {
  const status = reply.commands[0] as StatusCommand;
  seen.push(status.code);
  return status;
}

function headerOk(reply: Message, seen: number[]): void {
  const status = headerStatus(reply, seen);
  rule(status.code === 200 || status.code === 212, `SyncHdr ${status.code} in the middle of a session`);
}

/** SyncML Sync Protocol 1.1, 2.12: 101 for the header, and for the Alert that asked; nothing else. */
function isBusy(reply: Message, seen: number[]): boolean {
  const status = reply.commands[0] as StatusCommand;
  if (status.code !== 101) return false;
  seen.push(status.code);
  rule(!reply.final, 'Final in a busy message');
  const others = reply.commands.slice(1);
  rule(
    others.every((one) => one.name === 'Status' && one.cmd === 'Alert' && one.code === 101),
    'a busy message says more than that',
  );
  return true;
}

function finish(plan: SessionPlan): 'finished' {
  for (const datastore of plan.datastores) datastore.finish();
  return 'finished';
}
