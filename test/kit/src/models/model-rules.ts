/** What a model notices in a reply beyond the rules of the protocol; every finding is a `PhoneError` (`rule`). */
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command, StatusCommand } from '@anchorage/syncml-codec';
import type { HttpReply } from '../phone/phone-types.ts';
import { rule } from '../phone/reply-rules.ts';
import { checkServerDevInf } from './devinf-rules.ts';
import type { PhoneModel } from './phone-model.ts';
import { checkXml } from './xml-rules.ts';

/** `reply` as it came over the wire; `body` unpacked. */
export function checkModelRules(model: PhoneModel, reply: HttpReply, body: Uint8Array): void {
  if (reply.status !== 200) return;
  const { rules } = model;
  const size = reply.body.byteLength;
  rule(size <= model.httpBuffer, `${size} octets for a buffer of ${model.httpBuffer}`);
  if (model.encoding === 'xml') checkXml(rules, new TextDecoder().decode(body));
  const { message } = decodeMessage(body);
  rule(rules.noRespUri !== true || message.header.respUri === undefined, 'RespURI');
  const commands = flatten(message.commands);
  const deletes = commands.filter(({ name }) => name === 'Delete').length;
  rule(deletes <= (rules.maxDeletes ?? Infinity), `${deletes} Deletes in one message`);
  for (const command of commands) {
    if (command.name === 'Status') checkStatus(rules, command);
    else checkCommand(model, command);
  }
}

function checkStatus(rules: PhoneModel['rules'], { code, cmd, items }: StatusCommand): void {
  // 508 to an Alert repeats its anchor (Sync Protocol 1.1, 2.2.1), and that it takes.
  const telling = items.some(({ data }) => data?.kind !== 'anchor');
  rule(rules.noItemInServerErrors !== true || code < 500 || !telling, `an item in Status ${code}`);
  const change = cmd === 'Add' || cmd === 'Replace' || cmd === 'Delete';
  rule(rules.noItemStatuses !== true || !change || code >= 300, `Status ${code} for a single ${cmd}`);
}

function checkCommand(model: PhoneModel, command: Command): void {
  if (!('items' in command) || command.name === 'Map') return;
  for (const { data } of command.items) {
    if (data?.kind === 'devinf') checkServerDevInf(model, data.devinf);
    if (data?.kind !== 'octets') continue;
    if (model.charset === 'ISO-8859-1') rule(!isUtf8(data.octets), 'UTF-8 for a reader of ISO-8859-1');
    checkText(model.rules, Buffer.from(data.octets).toString('latin1'));
  }
}

function checkText(rules: PhoneModel['rules'], text: string): void {
  if (rules.crlf === true) rule(!/(?:^|[^\r])\n/.test(text), 'a line of an item ends without CR');
  if (rules.noXParameters === true) {
    rule(!/^(?:TEL|EMAIL)[^:\r\n]*;X-/im.test(text), 'an X- parameter on TEL or EMAIL');
  }
  const telephones = text.match(/^TEL[;:]/gim)?.length ?? 0;
  rule(telephones <= (rules.maxTel ?? Infinity), `${telephones} telephone numbers`);
}

/** Letters beyond ASCII that make sense as UTF-8 are hardly anything else. */
function isUtf8(octets: Uint8Array): boolean {
  if (octets.every((octet) => octet < 0x80)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return true;
  } catch {
    return false;
  }
}

export function flatten(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) =>
    'commands' in command ? [command, ...flatten(command.commands)] : [command],
  );
}
