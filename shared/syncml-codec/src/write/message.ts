/** `SyncML`, `SyncHdr` and `SyncBody` (SyncML Representation Protocol 1.2.2, 6.2). */
import type { Dialect, Message, SyncHdr } from '../message.ts';
import type { Element } from '../tree.ts';
import { writeCommand } from './command.ts';
import { syncml, syncmlFlag, syncmlText } from './context.ts';
import { writeCred } from './cred.ts';
import { writeLocation } from './item.ts';
import { writeMeta } from './meta.ts';

export function writeMessage(message: Message, dialect: Dialect): Element {
  return syncml('SyncML', [
    writeHeader(message.header, dialect),
    syncml('SyncBody', [
      ...message.commands.map((command) => writeCommand(command, dialect)),
      syncmlFlag('Final', message.final),
    ]),
  ]);
}

function writeHeader(header: SyncHdr, dialect: Dialect): Element {
  return syncml('SyncHdr', [
    syncmlText('VerDTD', header.verDtd),
    syncmlText('VerProto', header.verProto),
    syncmlText('SessionID', header.sessionId),
    syncmlText('MsgID', header.msgId),
    writeLocation('Target', header.target, dialect),
    writeLocation('Source', header.source, dialect),
    syncmlText('RespURI', header.respUri),
    syncmlFlag('NoResp', header.noResp),
    writeCred(header.cred, dialect),
    writeMeta(header.meta, dialect),
  ]);
}
