/** `SyncML`, `SyncHdr` and `SyncBody` (SyncML Representation Protocol 1.2.2, 6.2). */
import { CodecError } from '../error.ts';
import type { Message, SyncHdr } from '../message.ts';
import type { Element } from '../tree.ts';
import { readCommands } from './command.ts';
import type { ReadContext } from './context.ts';
import { readCred } from './cred.ts';
import { child, flag, optionalNumber, optionalText, present, textOf, tokenOf } from './fields.ts';
import { readLocation } from './item.ts';
import { readMeta } from './meta.ts';

/** Throws CodecError for a message that could not even be answered: without header, body, SessionID or MsgID. */
export function readMessage(root: Element, context: ReadContext): Message {
  if (root.name !== 'SyncML') throw new CodecError('not-syncml', 'the document element is not SyncML');
  const header = child(root, 'SyncHdr');
  const body = child(root, 'SyncBody');
  if (header === undefined || body === undefined)
    throw new CodecError('malformed', 'SyncHdr or SyncBody is missing');
  return {
    header: readHeader(header),
    commands: readCommands(body, ['Final'], context),
    final: flag(body, 'Final') ?? false,
  };
}

function readHeader(header: Element): SyncHdr {
  const sessionId = textOf(child(header, 'SessionID'));
  const msgId = optionalNumber(child(header, 'MsgID'));
  if (sessionId === '') throw new CodecError('malformed', 'SessionID is missing');
  if (msgId === undefined) throw new CodecError('malformed', 'MsgID is missing or no number');
  return present({
    verDtd: tokenOf(child(header, 'VerDTD')),
    verProto: tokenOf(child(header, 'VerProto')),
    sessionId,
    msgId,
    target: readLocation(child(header, 'Target')) ?? { uri: '' },
    source: readLocation(child(header, 'Source')) ?? { uri: '' },
    respUri: optionalText(child(header, 'RespURI')),
    noResp: flag(header, 'NoResp'),
    cred: readCred(header),
    meta: readMeta(header),
  });
}
