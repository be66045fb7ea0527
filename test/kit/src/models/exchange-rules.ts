/**
 * What a model notices only in a reply and the messages before it: everything it asked for in this session is kept here.
 */
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command, Message } from '@anchorage/syncml-codec';
import type { HttpReply } from '../phone/phone-types.ts';
import { rule } from '../phone/reply-rules.ts';
import { checkDatastoreNames } from './devinf-rules.ts';
import { checkModelRules, flatten } from './model-rules.ts';
import type { PhoneModel } from './phone-model.ts';

/** Octets of the phone's message before they were packed, the reply as it came, and its body unpacked. */
export type ExchangeCheck = (request: Uint8Array, reply: HttpReply, body: Uint8Array) => void;

export function exchangeRules(model: PhoneModel): ExchangeCheck {
  let session = newSession('');
  return (request, reply, body) => {
    checkHeaders(model, reply);
    checkModelRules(model, reply, body);
    if (reply.status !== 200) return;
    const asked = decodeMessage(request).message;
    if (asked.header.sessionId !== session.id) session = newSession(asked.header.sessionId);
    remember(session, asked);
    const { commands } = decodeMessage(body).message;
    for (const command of commands) {
      if (command.name === 'Status' && command.cmd === 'Sync') {
        session.syncs.delete(`${command.msgRef}/${command.cmdRef}`);
      }
      if (command.name === 'Sync') checkTurn(model, session, command);
    }
    for (const devInf of commands.flatMap(devInfsIn)) checkDatastoreNames(model, devInf, session.alerted);
  };
}

/** Compression is for those who asked for it. */
function checkHeaders(model: PhoneModel, reply: HttpReply): void {
  if (model.headers?.['accept-encoding'] !== undefined) return;
  rule(reply.headers['accept-encoding'] === undefined, 'Accept-Encoding for a phone that knows none');
}

function checkTurn(model: PhoneModel, { syncs }: Session, sync: Command & { readonly name: 'Sync' }): void {
  if (model.rules.syncAnsweredFirst !== true) return;
  const open = [...syncs.values()].includes(sync.target?.uri ?? '');
  rule(!open, `Sync for ${sync.target?.uri ?? ''} before the Status of the phone's own`);
}

interface Session {
  readonly id: string;
  /** Targets of its Alerts. */
  readonly alerted: Set<string>;
  /** Its Syncs without a Status: MsgID and CmdID to the phone's datastore. */
  readonly syncs: Map<string, string>;
}

function newSession(id: string): Session {
  return { id, alerted: new Set(), syncs: new Map() };
}

function remember({ alerted, syncs }: Session, { header, commands }: Message): void {
  for (const command of flatten(commands)) {
    if (command.name === 'Sync') {
      syncs.set(`${header.msgId}/${command.cmdId}`, command.source?.uri ?? '');
    }
    if (command.name !== 'Alert' || command.code === 222 || command.code === 224) continue;
    for (const { target } of command.items) if (target !== undefined) alerted.add(target.uri);
  }
}

function devInfsIn(command: Command) {
  if (command.name !== 'Results') return [];
  return command.items.flatMap(({ data }) => (data?.kind === 'devinf' ? [data.devinf] : []));
}
