/** Which command of the phone still waits for its Status, and what the server must not say instead. */
import type { Message, StatusCommand } from '@anchorage/syncml-codec';
import type { Draft, Numbered } from './draft.ts';
import { rule } from './reply-rules.ts';

export interface AwaitedStatuses {
  sent(msgId: number, commands: readonly Numbered[]): void;
  /** Hands every Status of a message to the command it is for. */
  settle(message: Message): void;
  /** Throws when a command was never answered. */
  check(): void;
  clear(): void;
}

/** `onePerSync`: the Status of a Sync speaks for everything inside that has none of its own. */
export function awaitedStatuses(onePerSync: boolean): AwaitedStatuses {
  const waiting = new Map<string, Waiting>();
  const closed = new Set<string>();
  /** Statuses of the Syncs that were taken. */
  const taken = new Map<string, StatusCommand>();

  return {
    sent(msgId, commands) {
      for (const { drafts } of commands) {
        const sync = `${msgId}/${drafts[0]?.cmdId ?? ''}`;
        for (const { cmdId, draft } of drafts) {
          if (draft.command.name === 'Status') continue;
          const key = `${msgId}/${cmdId}`;
          waiting.set(key, { draft, refs: sourcesOf(draft), sync: key === sync ? null : sync });
        }
      }
    },
    settle(message) {
      for (const command of message.commands) {
        if (command.name === 'Status' && command.cmd !== 'SyncHdr') settleOne(command);
      }
    },
    check() {
      if (onePerSync) settleBySync();
      const open = [...waiting.values()].map(({ draft }) => draft.command.name);
      rule(open.length === 0, `${open.length} commands were never answered: ${open.slice(0, 5).join(', ')}`);
    },
    clear() {
      waiting.clear();
      closed.clear();
      taken.clear();
    },
  };

  function settleOne(status: StatusCommand): void {
    const key = `${status.msgRef}/${status.cmdRef}`;
    // A Map whose items went differently is answered item by item.
    if (status.cmd === 'Map' && closed.has(key)) return;
    rule(!closed.has(key), `Status for ${status.cmd} ${key} twice`);
    const open = waiting.get(key);
    rule(open !== undefined, `Status for ${status.cmd} ${key}, which was never sent`);
    rule(open.draft.command.name === status.cmd, `Status calls a ${open.draft.command.name} ${status.cmd}`);
    checkRefs(status, open.refs);
    waiting.delete(key);
    closed.add(key);
    if (status.cmd === 'Sync' && status.code < 300) taken.set(key, status);
    open.draft.answered?.(status);
  }

  function settleBySync(): void {
    for (const [key, { draft, sync }] of waiting) {
      const whole = sync === null ? undefined : taken.get(sync);
      if (whole === undefined) continue;
      waiting.delete(key);
      closed.add(key);
      draft.answered?.(whole);
    }
  }
}

interface Waiting {
  readonly draft: Draft;
  readonly refs: readonly string[];
  /** The Sync it stands in. */
  readonly sync: string | null;
}

/** Representation Protocol 1.1, Status element: references repeat what the command said, and clients find items by them. */
function checkRefs(status: StatusCommand, sources: readonly string[]): void {
  for (const ref of status.sourceRefs)
    rule(sources.includes(ref), `SourceRef ${ref} is not in the ${status.cmd}`);
  if (status.cmd === 'Add' || status.cmd === 'Replace' || status.cmd === 'Delete') {
    rule(status.sourceRefs.length > 0, `Status for ${status.cmd} names no item`);
  }
}

function sourcesOf({ command }: Draft): readonly string[] {
  const own = 'source' in command && command.source !== undefined ? [command.source.uri] : [];
  const items = 'items' in command && command.name !== 'Map' ? command.items : [];
  return [...own, ...items.flatMap((item) => (item.source === undefined ? [] : [item.source.uri]))];
}
