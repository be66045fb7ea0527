/**
 * One sync session as the phone sees it, package by package (OMA SyncML Sync Protocol 1.1, 4 to 7).
 */
import type { Command, Item, Message, StatusCommand } from '@anchorage/syncml-codec';
import { Vanished } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { DatastoreSync } from './datastore-sync.ts';
import type { Draft } from './draft.ts';
import { rule } from './reply-rules.ts';

export interface SessionPlan {
  readonly conversation: Conversation;
  readonly datastores: readonly DatastoreSync[];
  readonly maxObjSize: number | null;
  readonly mapWhen: 'with-statuses' | 'next-message' | 'next-session';
  readonly largeObjects: boolean;
  /** Sets the header's credential anew: for the first message and after each challenge. */
  authenticate(challenge: { readonly scheme: string } | null): boolean;
  /** Put and Get of device information that package 1 carries. */
  deviceInfo(): readonly Draft[];
  /** Answer to the server's Get. */
  results(get: Command, msgRef: number): Draft | null;
  /** The header was accepted. */
  accepted(): void;
  restart: (() => string) | null;
}

export interface SessionResult {
  readonly outcome: 'finished' | 'vanished' | 'refused';
  readonly headerStatuses: readonly number[];
}

export async function runSession(plan: SessionPlan): Promise<SessionResult> {
  const headerStatuses: number[] = [];
  try {
    return { outcome: await packages(plan, headerStatuses), headerStatuses };
  } catch (error) {
    if (error instanceof Vanished) return { outcome: 'vanished', headerStatuses };
    throw error;
  }
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
  // The message that ended package 4 may be empty, and the Adds have come in those before it.
  const owesMaps = plan.mapWhen !== 'next-session' && mapsOf(plan).length > 0;
  if (conversation.queue.hasNews() || owesMaps) await mapPackage(plan, headerStatuses);
  return finish(plan);
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
    const { reply } = await plan.conversation.post(false);
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
  if (plan.mapWhen !== 'next-session') for (const map of mapsOf(plan)) conversation.queue.say(map);
  await sendPackage(plan, headerStatuses, null);
}

function mapsOf(plan: SessionPlan): readonly Draft[] {
  return plan.datastores.flatMap((datastore) => datastore.mapDrafts());
}

/** Answers every command of a reply. `open`: datastores that may get a Sync now. */
function takeIn(plan: SessionPlan, reply: Message, open: ReadonlySet<DatastoreSync> | null): void {
  const { queue } = plan.conversation;
  queue.answer(answerTo(reply, 'SyncHdr', '0', 200));
  let ended: string | null = null;
  for (const command of reply.commands) {
    if (command.name === 'Status') continue;
    rule(ended === null, `${command.name} after a chunk of an unfinished object`);
    switch (command.name) {
      case 'Alert':
        takeAlert(plan, reply, command);
        break;
      case 'Sync':
        ended = takeSync(plan, reply, command, open);
        break;
      case 'Get': {
        queue.answer(answerTo(reply, 'Get', command.cmdId, 200, command.items));
        const results = plan.results(command, reply.header.msgId);
        if (results !== null) queue.say(results);
        break;
      }
      case 'Put':
      case 'Results':
        queue.answer(answerTo(reply, command.name, command.cmdId, 200, command.items));
        break;
      default:
        rule(false, `the server sent ${command.name}`);
    }
  }
  rule(ended === null || !reply.final, 'Final although an object is unfinished');
}

function takeAlert(plan: SessionPlan, reply: Message, alert: Command & { readonly name: 'Alert' }): void {
  const { queue } = plan.conversation;
  const item = alert.items[0];
  if (alert.code === 222) {
    queue.answer(answerTo(reply, 'Alert', alert.cmdId, 200, alert.items));
    return;
  }
  const datastore = plan.datastores.find((one) => one.source === item?.target?.uri);
  rule(datastore !== undefined, `Alert ${alert.code} for ${item?.target?.uri ?? 'nothing'}`);
  datastore.serverAlert(alert);
  const nextAnchor = item?.meta?.anchor?.next ?? '';
  const status = answerTo(reply, 'Alert', alert.cmdId, 200, alert.items);
  queue.answer({
    command: {
      ...(status.command as StatusCommand),
      items: [{ data: { kind: 'anchor', anchor: { next: nextAnchor } } }],
    },
  });
}

/** Returns what must follow in the next message when an object was left incomplete. */
function takeSync(
  plan: SessionPlan,
  reply: Message,
  sync: Command & { readonly name: 'Sync' },
  open: ReadonlySet<DatastoreSync> | null,
): string | null {
  const { queue } = plan.conversation;
  const datastore = plan.datastores.find((one) => one.source === sync.target?.uri);
  rule(datastore !== undefined, `Sync for ${sync.target?.uri ?? 'nothing'}`);
  rule(open?.has(datastore) === true, `Sync for ${datastore.name} before package 3 had ended`);
  datastore.receiver.open(sync.numberOfChanges);
  const refs = {
    targetRefs: sync.target === undefined ? [] : [sync.target.uri],
    sourceRefs: sync.source === undefined ? [] : [sync.source.uri],
  };
  queue.answer(answerTo(reply, 'Sync', sync.cmdId, 200, [], refs));
  for (const command of sync.commands) {
    rule(
      !datastore.receiver.incomplete() || command === sync.commands[0],
      'a command after an unfinished chunk',
    );
    const items = 'items' in command && command.name !== 'Map' ? command.items : [];
    rule(items.length > 0, `${command.name} without items`);
    for (const item of items) {
      const code = datastore.receiver.receive(command, item);
      rule(code !== 213 || plan.largeObjects, 'a large object for a phone that takes none');
      queue.answer(answerTo(reply, command.name, command.cmdId, code, [item]));
    }
  }
  return datastore.receiver.incomplete() ? datastore.name : null;
}

function answerTo(
  reply: Message,
  cmd: string,
  cmdRef: string,
  code: number,
  items: readonly Item[] = [],
  refs?: { readonly targetRefs: readonly string[]; readonly sourceRefs: readonly string[] },
): Draft {
  const header = cmd === 'SyncHdr';
  return {
    command: {
      name: 'Status',
      cmdId: '',
      msgRef: reply.header.msgId,
      cmdRef,
      cmd,
      targetRefs: header
        ? [reply.header.target.uri]
        : (refs?.targetRefs ?? items.flatMap((item) => item.target?.uri ?? [])),
      sourceRefs: header
        ? [reply.header.source.uri]
        : (refs?.sourceRefs ?? items.flatMap((item) => item.source?.uri ?? [])),
      code,
      items: [],
    },
  };
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
