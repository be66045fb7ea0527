/**
 * What the phone can see of a server that breaks the rules. Every finding is thrown as `PhoneError` (`rule`), because
 * a gateway that a strict client accepts will be accepted by a sloppy one.
 */
import type { Command, Dialect, Message } from '@anchorage/syncml-codec';
import { PhoneError } from './phone-types.ts';
import type { HttpReply } from './phone-types.ts';

/** SyncML HTTP Binding 1.2.1, section 5. */
export function checkHttp(reply: HttpReply, encoding: Dialect['encoding'], maxMsgSize: number | null): void {
  if (reply.status !== 200) throw new PhoneError('transport', `HTTP ${reply.status}`);
  const type = reply.headers['content-type'] ?? '';
  // S60's client compares the WBXML type octet by octet.
  const wanted =
    encoding === 'wbxml'
      ? type === 'application/vnd.syncml+wbxml'
      : /^application\/vnd\.syncml\+xml(; ?charset="?utf-8"?)?$/i.test(type);
  rule(wanted, `Content-Type is ${type}`);
  rule(reply.headers['transfer-encoding'] === undefined, 'reply is chunked');
  rule(reply.headers['content-encoding'] === undefined, 'reply is compressed although nobody asked');
  rule(
    reply.headers['content-length'] === String(reply.body.byteLength),
    'Content-Length is missing or wrong',
  );
  const cache = reply.headers['cache-control'] ?? '';
  rule(cache.includes('no-store') && cache.includes('private'), 'Cache-Control lacks no-store or private');
  rule(
    maxMsgSize === null || reply.body.byteLength <= maxMsgSize,
    `message of ${reply.body.byteLength} octets, MaxMsgSize is ${maxMsgSize}`,
  );
}

export interface Expected {
  readonly sessionId: string;
  readonly msgId: number;
  readonly version: string;
  readonly target: string;
  readonly source: string;
  readonly lastServerMsgId: number;
}

/** SyncML Representation Protocol 1.1, 5.1: header, command identifiers, the Status for our header first. */
export function checkMessage(message: Message, expected: Expected): void {
  const { header, commands } = message;
  rule(header.verDtd === expected.version, `VerDTD ${header.verDtd}, ours is ${expected.version}`);
  rule(header.verProto === `SyncML/${expected.version}`, `VerProto ${header.verProto}`);
  rule(header.sessionId === expected.sessionId, 'SessionID is not ours');
  rule(header.msgId > expected.lastServerMsgId, `MsgID ${header.msgId} does not grow`);
  rule(header.target.uri === expected.source, 'Target is not this phone');
  if (header.respUri !== undefined) {
    rule(/^https?:\/\//.test(header.respUri), 'RespURI is not absolute');
    rule(header.respUri.length < 127, 'RespURI is too long');
    rule(!/[&#]/.test(header.respUri), 'RespURI holds an ampersand or a fragment');
  }
  const ids = new Set<string>();
  for (const command of flatten(commands)) {
    rule(command.cmdId !== '' && command.cmdId !== '0', `CmdID "${command.cmdId}" of ${command.name}`);
    rule(!ids.has(command.cmdId), `CmdID ${command.cmdId} twice`);
    ids.add(command.cmdId);
  }
  const first = commands[0];
  rule(first?.name === 'Status' && first.cmd === 'SyncHdr', 'the first command is no Status for SyncHdr');
  if (first?.name !== 'Status') return;
  rule(
    first.cmdRef === '0' && first.msgRef === expected.msgId,
    'Status for SyncHdr refers to another message',
  );
  rule(sameRef(first.targetRefs, expected.target), 'TargetRef of SyncHdr is not our Target');
  rule(sameRef(first.sourceRefs, expected.source), 'SourceRef of SyncHdr is not our Source');
  rule(
    commands.filter((command) => command.name === 'Status' && command.cmd === 'SyncHdr').length === 1,
    'SyncHdr is answered twice',
  );
}

export function rule(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new PhoneError('rule', problem);
}

function sameRef(refs: readonly string[], uri: string): boolean {
  return refs.length === 1 && refs[0] === uri;
}

function flatten(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) =>
    'commands' in command ? [command, ...flatten(command.commands)] : [command],
  );
}
