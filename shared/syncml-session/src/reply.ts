/** A reply under construction: numbers its commands and keeps within the octets the phone can take. */
import type { Command, Dialect, Message, SyncHdr } from '@anchorage/syncml-codec';
import type { MessageSizes } from './sizes.ts';

export interface Reply {
  readonly dialect: Dialect;
  /** The CmdID the next command gets. */
  cmdId(): string;
  /** Octets a command would take. */
  sizeOf(command: Command): number;
  /** Octets left. */
  room(): number;
  /** Octets a command may have in a message that holds the Statuses for the header and an Alert 222, nothing else. */
  emptyRoom(): number;
  /** Adds the command if it fits, beside `reserve` octets kept free. Its CmdID must come from `cmdId`. */
  tryAdd(command: Command, reserve?: number): boolean;
  /** Adds the command whether it fits or not: for what must be in every reply. */
  add(command: Command): void;
  /** Opens a Sync element; the following `addChange` go into it. */
  openSync(sync: Extract<Command, { name: 'Sync' }>): void;
  addChange(command: Command): void;
  closeSync(): void;
  /** Is there anything but Statuses? */
  hasCommands(): boolean;
  message(final: boolean): Message;
}

export function openReply(header: SyncHdr, dialect: Dialect, limit: number, sizes: MessageSizes): Reply {
  const commands: Command[] = [];
  let nextId = 1;
  let left = limit - sizes.frame(header, dialect);
  let empty = left;
  let sync: Extract<Command, { name: 'Sync' }> | null = null;
  let changes: Command[] = [];

  const sizeOf = (command: Command): number => sizes.command(command, dialect);
  const count = (command: Command): void => {
    left -= sizeOf(command);
    nextId += 1;
  };
  const add = (command: Command): void => {
    count(command);
    commands.push(command);
    // The header's Status comes first and stands in every reply; most messages hold an Alert 222 to be answered too.
    if (commands.length === 1) empty = left - sizeOf(nextAnswered);
  };
  return {
    dialect,
    cmdId: () => String(nextId),
    sizeOf,
    room: () => left,
    emptyRoom: () => empty,
    tryAdd(command, reserve = 0) {
      if (sizeOf(command) + reserve > left) return false;
      add(command);
      return true;
    },
    add,
    openSync(opened) {
      count(opened);
      sync = opened;
      changes = [];
    },
    addChange(command) {
      count(command);
      changes.push(command);
    },
    closeSync() {
      if (sync !== null) commands.push({ ...sync, commands: changes });
      sync = null;
    },
    hasCommands: () => commands.some((command) => command.name !== 'Status'),
    message: (final) => ({ header, commands, final }),
  };
}

/** Room for this is kept in mind, so that what fits an "empty" message will really fit the next one. */
const nextAnswered: Command = {
  name: 'Status',
  cmdId: '2',
  msgRef: 999,
  cmdRef: '999',
  cmd: 'Alert',
  targetRefs: [],
  sourceRefs: [],
  code: 200,
  items: [],
};
