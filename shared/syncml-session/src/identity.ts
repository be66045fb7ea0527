/**
 * Is a message new, or did the phone send it before? Phones repeat a message whose reply got lost, and start a session
 * anew under its old SessionID.
 */
import type { Command, Encoding, Message } from '@anchorage/syncml-codec';
import { isEnd } from './phases.ts';
import { opensDatastore } from './repeated-package.ts';
import type { SessionState } from './state.ts';

/**
 * - `new`: take it in (for an unknown session: begin one).
 * - `resend`: the very message answered last; send the stored reply, or go on composing it.
 * - `restart`: the phone began again; end the old session and begin a new one.
 * - `stale`: a message that makes no sense now: an older one, or one in the other encoding; refuse with 400.
 */
export type MessageIdentity = 'new' | 'resend' | 'restart' | 'stale';

/**
 * `lastRequestHash` and `thisHash` are digests of the two requests' octets, `encoding` is this one's. A session stays in the
 * encoding it began in: what WBXML can hold and we must repeat, a reply in XML cannot always say.
 */
export function classifyMessage(
  state: SessionState | null,
  lastRequestHash: string | null,
  thisHash: string,
  message: Message,
  encoding: Encoding,
): MessageIdentity {
  if (state === null) return 'new';
  const identity = identify(state, lastRequestHash, thisHash, message);
  return identity === 'new' && encoding !== state.dialect.encoding ? 'stale' : identity;
}

function identify(
  state: SessionState,
  lastRequestHash: string | null,
  thisHash: string,
  message: Message,
): MessageIdentity {
  const { sessionId, msgId } = message.header;
  if (sessionId !== state.sessionId) return 'restart';
  if (msgId === state.clientMsgId && lastRequestHash === thisHash) return 'resend';
  // A phone that did not notice the end, or was told of a failure, tries again and counts on.
  if (msgId > state.clientMsgId)
    return isEnd(state.phase) && message.commands.some(opensDatastore) ? 'restart' : 'new';
  // Phones that number every session alike come back with a MsgID already used.
  if (beginsSession(message)) return 'restart';
  return msgId === state.clientMsgId ? 'new' : 'stale';
}

/** Does a message hold what only package 1 does: an Alert that opens a datastore, or credentials with a Put or Get? */
export function beginsSession(message: Message): boolean {
  return message.commands.some(
    (command) =>
      opensDatastore(command) || (message.header.cred !== undefined && deviceInfo.has(command.name)),
  );
}

const deviceInfo: ReadonlySet<Command['name']> = new Set(['Put', 'Get']);
