/** A message to the body of a reply, and what its parts will weigh there. */
import type { Command, Dialect, Message, SyncHdr } from './message.ts';
import { encodeUtf8 } from './octets.ts';
import { wbxmlElementSize, writeWbxml } from './wbxml/to-wbxml.ts';
import { writeCommand } from './write/command.ts';
import { writeMessage } from './write/message.ts';
import { writeXml, writeXmlElement } from './xml/write.ts';

/**
 * Elements the dialect's version does not have are left out where nothing but information is lost (`NumberOfChanges`,
 * `MaxObjSize`, filters, parents). Throws CodecError `unencodable` where the meaning would change (`Move` before 1.2,
 * a chunk in 1.0) and for data that XML cannot hold (see `fitsXml`).
 */
export function encodeMessage(message: Message, dialect: Dialect): Uint8Array {
  const root = writeMessage(message, dialect);
  return dialect.encoding === 'wbxml' ? writeWbxml(root, dialect) : encodeUtf8(writeXml(root, dialect));
}

/**
 * Octets that one command, at the top or inside a Sync, Atomic or Sequence, adds to an encoded message. A container
 * weighs its children too; without them (`commands: []`) it weighs the rest, so sizes may be added up either way.
 * The sum is never less than the real length, and at most two octets per command more. Throws like encodeMessage.
 */
export function encodedCommandSize(command: Command, dialect: Dialect): number {
  const element = writeCommand(command, dialect);
  if (dialect.encoding === 'wbxml') return wbxmlElementSize(element, dialect);
  return Buffer.byteLength(writeXmlElement(element, dialect), 'utf8');
}

/** Octets of a message with this header, without commands, with `Final`. Throws like encodeMessage. */
export function encodedFrameSize(header: SyncHdr, dialect: Dialect): number {
  return encodeMessage({ header, commands: [], final: true }, dialect).length;
}
