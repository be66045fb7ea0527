/**
 * What any reply of ours must be like, whatever it answers: order of elements, CmdIDs, Statuses, nothing of a later
 * version. Pure; knows the written document and the message it answers, nothing of the session.
 * SyncML Representation Protocol 1.2.2, 5.1, 5.4, 6.1 and 6.4.1.
 */
import type { Command, Message } from '@anchorage/syncml-codec';
import { devInfContent } from './devinf-content.ts';

export interface CheckedReply {
  /** The reply in XML, as sent or as it would be sent in XML. */
  readonly xml: string;
  readonly reply: Message;
  readonly request: Message;
}

/** What is wrong with it, in words; empty when nothing is. */
export function checkReply({ xml, reply, request }: CheckedReply): readonly string[] {
  return [
    ...orderProblems(xml),
    ...idProblems(reply),
    ...statusProblems(reply, request),
    ...versionProblems(xml, reply),
  ];
}

interface Open {
  readonly name: string;
  readonly seen: string[];
}

/** Children in the order of the DTD, and those it requires; namespaces where they begin. */
function orderProblems(xml: string): readonly string[] {
  const problems: string[] = [];
  const stack: Open[] = [];
  const version = /<VerDTD>([^<]*)/.exec(xml)?.[1] ?? '';
  const opaque = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  for (const [, closing, name = '', attributes = '', empty] of opaque.matchAll(tag)) {
    if (closing === '/') {
      const done = stack.pop();
      if (done?.name !== name) return [...problems, `${name} closes ${done?.name ?? 'nothing'}`];
      problems.push(...contentProblems(done));
      continue;
    }
    const parent = stack.at(-1);
    parent?.seen.push(name);
    const namespace = namespaceOf(name, parent?.name, version);
    if (namespace !== null && !attributes.includes(`"${namespace}"`))
      problems.push(`${name} without ${namespace}`);
    const opened = { name, seen: [] };
    if (empty === '/') problems.push(...contentProblems(opened));
    else stack.push(opened);
  }
  return stack.length === 0 ? problems : [...problems, 'unclosed elements'];
}

function contentProblems({ name, seen }: Open): readonly string[] {
  const model = content[name];
  if (model === undefined) return [];
  const row = seen.map((child) => `${child} `).join('');
  return new RegExp(`^(?:${model})$`).test(row) ? [] : [`${name} holds ${row.trim() || 'nothing'}`];
}

/** 1.0 wrote no namespace on SyncML; MetInf is declared on each child of Meta, as phones of the time do. */
function namespaceOf(name: string, parent: string | undefined, version: string): string | null {
  if (name === 'SyncML') return version === '1.0' ? null : `SYNCML:SYNCML${version}`;
  if (name === 'DevInf') return 'syncml:devinf';
  return parent === 'Meta' || (name === 'Anchor' && parent === 'Data') ? 'syncml:metinf' : null;
}

function idProblems({ commands }: Message): readonly string[] {
  const ids = flat(commands).map(({ cmdId }) => cmdId);
  const bad = ids.filter((id, at) => id === '' || id === '0' || ids.indexOf(id) !== at);
  return bad.map((id) => `CmdID “${id}”`);
}

/** The header's Status first and once; the others of this request in its order, none where none is wanted. */
function statusProblems({ commands }: Message, request: Message): readonly string[] {
  const [first] = commands;
  const problems: string[] = [];
  const { msgId, noResp } = request.header;
  if (first?.name !== 'Status' || first.cmd !== 'SyncHdr' || first.cmdRef !== '0' || first.msgRef !== msgId)
    problems.push('does not begin with the Status of the header');
  const statuses = commands.filter((command) => command.name === 'Status').slice(1);
  if (statuses.some(({ cmd }) => cmd === 'SyncHdr')) problems.push('a second Status of the header');
  const asked = flat(request.commands);
  const places = statuses
    .filter(({ msgRef }) => msgRef === msgId)
    .map(({ cmdRef, cmd }) => asked.findIndex(({ cmdId, name }) => cmdId === cmdRef && name === cmd));
  if (places.includes(-1)) problems.push('a Status of nothing');
  if (places.some((place, at) => place < (places[at - 1] ?? 0))) problems.push('Statuses out of order');
  for (const place of places) {
    const command = asked[place];
    if (command === undefined) continue;
    const silent = noResp === true || command.name === 'Status' || ('noResp' in command && command.noResp);
    if (silent) problems.push(`a Status of ${command.name}, which wants none`);
  }
  return problems;
}

/** No element and no code of a later version. */
function versionProblems(xml: string, { header, commands }: Message): readonly string[] {
  const codes = commands.flatMap((command) => (command.name === 'Status' ? [command.code] : []));
  const never = header.verDtd === '1.2' ? [509] : [509, 425, 426, 427, 428, 514, 516, 517];
  const late = [
    ...(header.verDtd === '1.2' ? [] : since12),
    ...(header.verDtd === '1.0' ? since11 : []),
  ].filter((name) => xml.includes(`<${name}>`) || xml.includes(`<${name} `) || xml.includes(`<${name}/`));
  return [
    ...codes.filter((code) => never.includes(code)).map((code) => `Status ${String(code)}`),
    ...late.map((name) => `${name} in ${header.verDtd}`),
    // We want an answer to all we say, and send whole items only.
    ...['NoResp', 'FieldLevel'].filter((name) => xml.includes(`<${name}`)),
  ];
}

const flat = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((command) => ('commands' in command ? [command, ...flat(command.commands)] : [command]));

const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g;
const since11 = ['MoreData', 'NumberOfChanges', 'MaxObjSize', 'UTC', 'SupportLargeObjs'];
const since12 = 'Field Filter FilterType Record SourceParent TargetParent Move Correlator FieldLevel'
  .concat(' Property PropParam MaxOccur MaxSize NoTruncate Filter-Rx FilterCap')
  .split(' ');

/** The Representation Protocol's content models, as expressions over names each followed by a space. */
const change = 'CmdID (NoResp )?(Cred )?(Meta )?(Item )+';
const content: Readonly<Record<string, string>> = {
  ...devInfContent,
  SyncML: 'SyncHdr SyncBody ',
  SyncHdr: 'VerDTD VerProto SessionID MsgID Target Source (RespURI )?(NoResp )?(Cred )?(Meta )?',
  SyncBody:
    '((Alert|Atomic|Copy|Exec|Get|Map|Move|Put|Results|Search|Sequence|Status|Sync|Add|Replace|Delete) )+(Final )?',
  Target: 'LocURI (LocName )?(Filter )?',
  Source: 'LocURI (LocName )?',
  Item: '(Target )?(Source )?(SourceParent )?(TargetParent )?(Meta )?(Data )?(MoreData )?',
  Add: change,
  Replace: change,
  Delete: 'CmdID (NoResp )?(Archive )?(SftDel )?(Cred )?(Meta )?(Item )+',
  Alert: 'CmdID (NoResp )?(Cred )?(Data )?(Correlator )?(Item )*',
  Sync: 'CmdID (NoResp )?(Cred )?(Target )?(Source )?(Meta )?(NumberOfChanges )?((Add|Atomic|Copy|Delete|Move|Replace|Sequence) )*',
  Get: 'CmdID (NoResp )?(Lang )?(Cred )?(Meta )?(Item )+',
  Put: 'CmdID (NoResp )?(Lang )?(Cred )?(Meta )?(Item )+',
  Results: 'CmdID (MsgRef )?CmdRef (Meta )?(TargetRef )?(SourceRef )?(Item )+',
  Status: 'CmdID MsgRef CmdRef Cmd (TargetRef )*(SourceRef )*(Cred )?(Chal )?Data (Item )*',
  Chal: 'Meta ',
  Cred: '(Meta )?Data ',
  Anchor: '(Last )?Next ',
};
