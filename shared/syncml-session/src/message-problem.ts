/** Messages that no phone sends. */
import type { AlertCommand, Command, Message } from '@anchorage/syncml-codec';

/**
 * Why a message cannot be anybody's, or null. Everything about a phone hangs on its Source LocURI and SessionID; these,
 * what it calls us and our datastores, CmdIDs and anchors are said again in replies, which have to fit its MaxMsgSize. To
 * be refused with 400.
 */
export function messageProblem({ header, commands }: Message): string | null {
  if (header.source.uri === '') return 'no Source';
  if (isLong(header.source.uri) || isLong(header.sessionId)) return 'identifier too long';
  if (isLongAddress(header.target.uri)) return 'Target too long';
  return problemIn(commands);
}

function problemIn(commands: readonly Command[]): string | null {
  for (const command of commands) {
    if (isLong(command.cmdId)) return 'CmdID too long';
    const inside =
      command.name === 'Alert'
        ? alertProblem(command)
        : 'commands' in command
          ? problemIn(command.commands)
          : null;
    if (inside !== null) return inside;
  }
  return null;
}

function alertProblem({ items }: AlertCommand): string | null {
  for (const { target, source, meta } of items) {
    if (isLongAddress(target?.uri) || isLongAddress(source?.uri)) return 'datastore address too long';
    if (isLong(meta?.anchor?.last) || isLong(meta?.anchor?.next)) return 'anchor too long';
  }
  return null;
}

function isLong(identifier = ''): boolean {
  return identifier.length > 255;
}

/** Phones take some 255 characters for an address; behind it stand what they add and our session token. */
function isLongAddress(address = ''): boolean {
  return address.length > 512;
}
