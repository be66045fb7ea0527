/** Takes one message of the phone in. */
import type { Message } from '@anchorage/syncml-codec';
import { toBase64 } from './base64.ts';
import { asks } from './busy.ts';
import { dispatch } from './commands/dispatch.ts';
import type { AuthVerdict } from './auth/contract.ts';
import type { ReceiveFacts, Received } from './contract.ts';
import { endEarly } from './draft.ts';
import type { Draft } from './draft.ts';
import { refuseHeader } from './put-off.ts';
import { repeatsPackageOne } from './repeated-package.ts';
import { serverUri } from './header.ts';
import { endOfMessage } from './package-end.ts';
import { SessionError, sessionErrorCodes } from './session-error.ts';
import { objectLimit } from './sizes.ts';
import type { SessionState } from './state.ts';

/**
 * Statuses queue up in the state, everything that must be stored comes out as events, in the order of the commands.
 * `state` is left as it was. A message whose login was refused is not for a session: `challenge` answers it.
 */
export function receive(state: SessionState, message: Message, facts: ReceiveFacts): Received<SessionState> {
  if (facts.auth.kind === 'refused') {
    throw new SessionError(sessionErrorCodes.notAuthenticated, 'a refused login has no session');
  }
  const draft: Draft = {
    state: structuredClone(state),
    events: [],
    facts,
    message,
    luids: new Map(
      facts.datastores.map((datastore) => [datastore.name, new Set(facts.knownLuids[datastore.name] ?? [])]),
    ),
  };
  readHeader(draft, facts.auth);
  for (const command of message.commands) dispatch(draft, command);
  refuseHeader(draft);
  endOfMessage(draft);
  if (draft.state.statuses.length > mostStatuses) {
    draft.state.statuses = [];
    endEarly(draft, 'abort', 'the phone sends more than can be answered');
  }
  return { state: draft.state, events: draft.events };
}

function readHeader({ state, message, facts }: Draft, auth: AuthVerdict): void {
  const { header } = message;
  // Another message under a number that was taken: what is still to be said of the one before would be read as said of this.
  if (header.msgId === state.clientMsgId)
    state.statuses = state.statuses.filter(({ msgRef }) => msgRef !== header.msgId);
  state.clientMsgId = header.msgId;
  state.server = serverUri(message, facts.server);
  state.maxMsgSize = header.meta?.maxMsgSize ?? state.maxMsgSize;
  state.maxObjSize = objectLimit(header.meta?.maxObjSize, state.maxObjSize);
  const bare = message.commands.every((command) => command.name === 'Status' || asks(command));
  const scheme = auth.kind === 'accepted' ? auth.scheme : null;
  if (scheme !== null) state.login = scheme;
  // A message whose MAC was wrong was answered under its own number: go on from there.
  if (scheme === 'mac') state.serverMsgId = Math.max(state.serverMsgId, header.msgId - 1);
  state.request = {
    msgId: header.msgId,
    target: state.server,
    source: header.source.uri,
    final: message.final,
    bare,
    asksAgain: (bare && message.commands.some(asks)) || repeatsPackageOne(state, message),
    // 212: the login holds for the session; 200: nothing was to be checked (Sync Protocol 1.1, 3.2), or the next message
    // must show a MAC of its own.
    code: scheme === null || scheme === 'mac' ? 200 : 212,
    nextNonce: scheme === null || scheme === 'basic' ? null : toBase64(facts.freshNonce),
  };
}

/** Statuses waiting for room in a reply: several messages' worth of commands from the most talkative phone. */
const mostStatuses = 40_000;
