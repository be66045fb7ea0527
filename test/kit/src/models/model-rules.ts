/** What a model notices in a reply beyond the rules of the protocol; every finding is a `PhoneError` (`rule`). */
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command } from '@anchorage/syncml-codec';
import type { HttpReply } from '../phone/phone-types.ts';
import { rule } from '../phone/reply-rules.ts';
import type { PhoneModel } from './phone-model.ts';

/** `reply` as it came over the wire; `body` unpacked. */
export function checkModelRules(model: PhoneModel, reply: HttpReply, body: Uint8Array): void {
  if (reply.status !== 200) return;
  const { rules } = model;
  const size = reply.body.byteLength;
  rule(size <= model.httpBuffer, `${size} octets for a buffer of ${model.httpBuffer}`);
  if (model.encoding === 'xml') {
    const text = new TextDecoder().decode(body);
    rule(rules.noNamespace !== true || !/<SyncML\s[^>]*xmlns/i.test(text), 'xmlns on the root element');
    rule(
      rules.cdata !== true || !/<Data>(?!<!\[CDATA\[)[^<]*BEGIN:V/.test(text),
      'item data outside a CDATA section',
    );
  }
  const { message } = decodeMessage(body);
  rule(rules.noRespUri !== true || message.header.respUri === undefined, 'RespURI');
  const commands = flatten(message.commands);
  const deletes = commands.filter(({ name }) => name === 'Delete').length;
  rule(deletes <= (rules.maxDeletes ?? Infinity), `${deletes} Deletes in one message`);
  for (const command of commands) checkCommand(model, command);
}

function checkCommand({ rules }: PhoneModel, command: Command): void {
  if (command.name === 'Status') {
    // 508 to an Alert repeats its anchor (Sync Protocol 1.1, 2.2.1), and that it takes.
    const telling = command.items.some(({ data }) => data?.kind !== 'anchor');
    rule(
      rules.noItemInServerErrors !== true || command.code < 500 || !telling,
      `an item in Status ${command.code}`,
    );
    return;
  }
  if (!('items' in command) || command.name === 'Map') return;
  for (const { data } of command.items) {
    if (data?.kind === 'devinf' && rules.noServerCtCap === true) {
      rule(
        data.devinf.datastores.every(({ ctCaps }) =>
          ctCaps.every(({ properties }) => properties.length === 0),
        ),
        'properties in the DevInf of the server',
      );
    }
    if (data?.kind !== 'octets') continue;
    checkText(rules, Buffer.from(data.octets).toString('latin1'));
  }
}

function checkText(rules: PhoneModel['rules'], text: string): void {
  if (rules.crlf === true) rule(!/[^\r]\n/.test(text), 'a line of an item ends without CR');
  if (rules.noXParameters === true) {
    rule(!/^(?:TEL|EMAIL)[^:\r\n]*;X-/im.test(text), 'an X- parameter on TEL or EMAIL');
  }
  const telephones = text.match(/^TEL[;:]/gim)?.length ?? 0;
  rule(telephones <= (rules.maxTel ?? Infinity), `${telephones} telephone numbers`);
}

function flatten(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) =>
    'commands' in command ? [command, ...flatten(command.commands)] : [command],
  );
}
