/** A phone that says exactly what a test wants, message by message, over HTTP. */
import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Command, Dialect, Item, Message, StatusCommand } from '@anchorage/syncml-codec';
import type { Rig } from './rig.ts';

export interface ScriptedPhone {
  /** Begins a session whose only datastore is `card`. */
  begin(code: number): Promise<Message>;
  /** Sends the next message, with Statuses for the last reply before `commands`; `final` if it is to close a package. */
  send(commands: readonly Command[], final?: boolean): Promise<Message>;
}

export function scriptedPhone(rig: Pick<Rig, 'password'>, url: string, maxMsgSize = 3_000): ScriptedPhone {
  const dialect: Dialect = {
    encoding: 'wbxml',
    version: '1.2',
    wbxmlVersion: 2,
    publicId: 'numeric',
    cdata: false,
  };
  let session = 0;
  let msgId = 0;
  let last: Message | null = null;
  let target = url;

  const post = async (commands: readonly Command[], final: boolean): Promise<Message> => {
    msgId += 1;
    let id = 0;
    const numbered = (list: readonly Command[]): Command[] =>
      list.map((command) => {
        const cmdId = String((id += 1));
        return 'commands' in command
          ? { ...command, cmdId, commands: numbered(command.commands) }
          : { ...command, cmdId };
      });
    const cred = {
      meta: { type: 'syncml:auth-basic', format: 'b64' },
      data: btoa(`rigphone:${rig.password}`),
    };
    const message: Message = {
      header: {
        verDtd: '1.2',
        verProto: 'SyncML/1.2',
        sessionId: String(session),
        msgId,
        target: { uri: target },
        source: { uri: 'IMEI:000000000000041' },
        ...(msgId === 1 ? { cred } : {}),
        meta: { maxMsgSize, maxObjSize: 4_000_000 },
      },
      commands: numbered([...(last === null ? [] : statusesFor(last)), ...commands]),
      final,
    };
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.syncml+wbxml' },
      body: Buffer.from(encodeMessage(message, dialect)),
    });
    last = decodeMessage(new Uint8Array(await response.arrayBuffer())).message;
    target = last.header.respUri ?? target;
    return last;
  };
  return {
    begin(code) {
      session += 1;
      msgId = 0;
      last = null;
      target = url;
      const meta = { anchor: { next: `next-${String(session)}` } };
      const item: Item = { target: { uri: 'card' }, source: { uri: './card' }, meta };
      return post([{ name: 'Alert', cmdId: '', code, items: [item] }], true);
    },
    send: (commands, final = false) => post(commands, final),
  };
}

/** Commands inside a Sync element for `card`. */
export function syncOf(commands: readonly Command[]): Command {
  return { name: 'Sync', cmdId: '', target: { uri: 'card' }, source: { uri: './card' }, commands };
}

/** An Add of the phone with `octets`, or with a piece of them; `size` where it is the first. */
export function addOf(
  luid: string,
  octets: Uint8Array,
  piece: { readonly size?: number; readonly more?: boolean } = {},
): Command {
  const item: Item = {
    source: { uri: luid },
    data: { kind: 'octets', octets },
    ...(piece.size === undefined ? {} : { meta: { size: piece.size } }),
    ...(piece.more === true ? { moreData: true } : {}),
  };
  return { name: 'Add', cmdId: '', meta: { type: 'text/x-vcard' }, items: [item] };
}

/** Codes of the Statuses for commands other than the header. */
export function codesIn(reply: Message): readonly string[] {
  return reply.commands.flatMap((command) =>
    command.name === 'Status' && command.cmd !== 'SyncHdr' ? [`${command.cmd} ${String(command.code)}`] : [],
  );
}

/** Items the server adds: of a large object one piece. */
export function addsIn(reply: Message): readonly Item[] {
  return reply.commands.flatMap((command) =>
    command.name === 'Sync'
      ? command.commands.flatMap((child) => (child.name === 'Add' ? child.items : []))
      : [],
  );
}

export function octetsOf({ data }: Item): Uint8Array {
  return data?.kind === 'octets' ? data.octets : new Uint8Array();
}

function statusesFor(reply: Message): readonly StatusCommand[] {
  const answer = (cmd: string, cmdRef: string, code: number): StatusCommand => ({
    name: 'Status',
    cmdId: '',
    msgRef: reply.header.msgId,
    cmdRef,
    cmd,
    targetRefs: [],
    sourceRefs: [],
    code,
    items: [],
  });
  const all = (commands: readonly Command[]): readonly StatusCommand[] =>
    commands.flatMap((command) => {
      if (command.name === 'Status') return [];
      const items: readonly Item[] = command.name === 'Add' ? command.items : [];
      const more = items.some(({ moreData }) => moreData === true);
      const code = more ? 213 : command.name === 'Add' ? 201 : 200;
      const own = answer(command.name, command.cmdId, code);
      return 'commands' in command ? [own, ...all(command.commands)] : [own];
    });
  return [answer('SyncHdr', '0', 200), ...all(reply.commands)];
}
