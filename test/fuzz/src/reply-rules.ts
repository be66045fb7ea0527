/** What holds for every reply, whatever it answers (SyncML Representation Protocol 1.2.2, 6.1 and 6.4.1). */
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command, Encoding, Message } from '@anchorage/syncml-codec';

/** In words; empty when it is a good reply. */
export function checkReply(
  reply: Message,
  request: Message,
  octets: Uint8Array,
  limit: { readonly announced: number | null; readonly encoding: Encoding },
): readonly string[] {
  const problems: string[] = [];
  const [first] = reply.commands;
  if (first?.name !== 'Status' || first.cmd !== 'SyncHdr' || first.msgRef !== request.header.msgId)
    problems.push('does not begin with the Status of the header');
  const ids = flat(reply.commands).map(({ cmdId }) => cmdId);
  if (new Set(ids).size !== ids.length || ids.includes('0') || ids.includes('')) problems.push('CmdIDs');
  const asked = new Set(flat(request.commands).map(({ cmdId, name }) => `${cmdId} ${name}`));
  for (const command of reply.commands) {
    if (command.name !== 'Status' || command.cmdRef === '0' || command.msgRef !== request.header.msgId)
      continue;
    if (!asked.has(`${command.cmdRef} ${command.cmd}`)) problems.push(`a Status of nothing`);
  }
  if (decodeMessage(octets).message.commands.length !== reply.commands.length)
    problems.push('reads otherwise than it was written');
  // Below this not even the shortest reply fits; phones announce a few thousand.
  const { announced } = limit;
  if (announced !== null && announced >= 2_000 && octets.length > announced)
    problems.push(`${octets.length} octets for a phone that takes ${announced}`);
  return problems;
}

function flat(commands: readonly Command[]): readonly Command[] {
  return commands.flatMap((command) =>
    'commands' in command ? [command, ...flat(command.commands)] : [command],
  );
}
