/** What the phone makes of a reply: every command is carried out and answered. */
import type { Command, Item, Message, StatusCommand } from '@anchorage/syncml-codec';
import type { DatastoreSync } from './datastore-sync.ts';
import type { Draft } from './draft.ts';
import { rule } from './reply-rules.ts';
import type { SessionPlan } from './session-plan.ts';

type TakingIn = Pick<SessionPlan, 'conversation' | 'datastores' | 'largeObjects' | 'results'>;

/** Answers every command of a reply. `open`: datastores that may get a Sync now. */
export function takeIn(plan: TakingIn, reply: Message, open: ReadonlySet<DatastoreSync> | null): void {
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

function takeAlert(plan: TakingIn, reply: Message, alert: Command & { readonly name: 'Alert' }): void {
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
  plan: TakingIn,
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

export function answerTo(
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
