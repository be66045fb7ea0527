/** Builders for a phone's messages, and a short way to read a reply. */
import type {
  AlertCommand,
  Command,
  Item,
  MapCommand,
  Message,
  StatusCommand,
  SyncCommand,
  SyncmlVersion,
} from '@anchorage/syncml-codec';
import { deviceUri, server } from './facts.ts';

export interface MessageOptions {
  readonly version?: SyncmlVersion;
  readonly sessionId?: string;
  readonly final?: boolean;
  readonly maxMsgSize?: number;
  readonly noResp?: boolean;
}

/** A message of the phone; commands get their CmdIDs in order of appearance unless they have one. */
export function message(msgId: number, commands: readonly Command[], options: MessageOptions = {}): Message {
  const version = options.version ?? '1.2';
  let next = 1;
  const number = (command: Command): Command => {
    const cmdId = command.cmdId === '' ? String(next) : command.cmdId;
    next += 1;
    return 'commands' in command
      ? { ...command, cmdId, commands: command.commands.map(number) }
      : { ...command, cmdId };
  };
  return {
    header: {
      verDtd: version,
      verProto: `SyncML/${version}`,
      sessionId: options.sessionId ?? '7',
      msgId,
      target: { uri: server.url },
      source: { uri: deviceUri },
      ...(options.noResp === true ? { noResp: true } : {}),
      ...(options.maxMsgSize === undefined ? {} : { meta: { maxMsgSize: options.maxMsgSize } }),
    },
    commands: commands.map(number),
    final: options.final ?? true,
  };
}

export function alert(
  code: number,
  target = './card',
  last: string | null = 'client-1',
  source = './C/pb',
): AlertCommand {
  return {
    name: 'Alert',
    cmdId: '',
    code,
    items: [
      {
        target: { uri: target },
        source: { uri: source },
        meta: { anchor: { next: 'client-2', ...(last === null ? {} : { last }) } },
      },
    ],
  };
}

export function next(): AlertCommand {
  return {
    name: 'Alert',
    cmdId: '',
    code: 222,
    items: [{ target: { uri: server.url }, source: { uri: deviceUri } }],
  };
}

export function sync(commands: readonly Command[] = [], target = './card', source = './C/pb'): SyncCommand {
  return { name: 'Sync', cmdId: '', target: { uri: target }, source: { uri: source }, commands };
}

export const text = (octets: Uint8Array | null | undefined): string =>
  new TextDecoder().decode(octets ?? undefined);
export const octets = (value: string): Uint8Array => new TextEncoder().encode(value);
export const card = (name: string): string => `BEGIN:VCARD\r\nVERSION:2.1\r\nN:${name};Test\r\nEND:VCARD\r\n`;

export function item(luid: string, data?: string, more: Partial<Item> = {}): Item {
  return {
    source: { uri: luid },
    ...(data === undefined ? {} : { data: { kind: 'octets' as const, octets: octets(data) } }),
    ...more,
  };
}

export function change(name: 'Add' | 'Replace', items: readonly Item[], type = 'text/x-vcard'): Command {
  return { name, cmdId: '', meta: { type }, items };
}

export function remove(
  luids: readonly string[],
  more: { archive?: boolean; sftDel?: boolean } = {},
): Command {
  return { name: 'Delete', cmdId: '', items: luids.map((luid) => item(luid)), ...more };
}

export function map(
  pairs: readonly (readonly [string, string])[],
  target = './card',
  source = './C/pb',
): MapCommand {
  return {
    name: 'Map',
    cmdId: '',
    target: { uri: target },
    source: { uri: source },
    items: pairs.map(([guid, luid]) => ({ target: guid, source: luid })),
  };
}

/** The phone's Statuses for everything in a reply that wants one. */
export function statusesFor(
  reply: Message,
  codes: Readonly<Record<string, number>> = {},
): readonly StatusCommand[] {
  const answer = (cmd: string, cmdRef: string, code: number): StatusCommand => ({
    name: 'Status',
    cmdId: '',
    msgRef: reply.header.msgId,
    cmdRef,
    cmd,
    targetRefs: [],
    sourceRefs: [],
    code: codes[cmd] ?? code,
    items: [],
  });
  const all = (commands: readonly Command[]): readonly StatusCommand[] =>
    commands.flatMap((command) => {
      if (command.name === 'Status') return [];
      const pending = 'items' in command && command.items.some((one) => 'moreData' in one && one.moreData);
      const code = pending ? 213 : command.name === 'Add' ? 201 : 200;
      const self = answer(command.name, command.cmdId, code);
      return 'commands' in command ? [self, ...all(command.commands)] : [self];
    });
  return [answer('SyncHdr', '0', 200), ...all(reply.commands)];
}

/** A reply in a line per command: `Status 1/2 Alert 200`, `Alert 201 ./C/pb`, `Sync ./C/pb`, `  Add g1`, `Final`. */
export function outline(reply: Message): readonly string[] {
  const lines = (commands: readonly Command[], indent: string): readonly string[] =>
    commands.flatMap((command) => {
      switch (command.name) {
        case 'Status': {
          const refs = [...command.targetRefs, ...command.sourceRefs];
          const named = command.cmd === 'SyncHdr' || refs.length === 0 ? '' : ` (${refs.join(', ')})`;
          return [
            `${indent}Status ${command.msgRef}/${command.cmdRef} ${command.cmd} ${command.code}${named}`,
          ];
        }
        case 'Alert': {
          const named =
            command.code === 222
              ? ''
              : ` ${command.items[0]?.target?.uri ?? command.items[0]?.source?.uri ?? ''}`;
          return [`${indent}Alert ${String(command.code)}${named}`];
        }
        case 'Sync':
          return [`${indent}Sync ${command.target?.uri ?? ''}`, ...lines(command.commands, `${indent}  `)];
        case 'Add':
        case 'Replace':
        case 'Delete':
          return command.items.map(
            (one) =>
              `${indent}${command.name} ${one.source?.uri ?? one.target?.uri ?? ''}${one.moreData === true ? ' ...' : ''}`,
          );
        default:
          return [`${indent}${command.name}`];
      }
    });
  return [...lines(reply.commands, ''), ...(reply.final ? ['Final'] : [])];
}
