/** The state of a session whose first message has just proved its login. */
import type { DeviceProfile } from '@anchorage/model';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import type { SessionState } from './state.ts';

/**
 * The message itself is not taken in yet: `receive` does that. Our MsgIDs begin where the phone's do, so that a phone
 * that counts on after a challenge and one that begins anew both see what they expect.
 */
export function begin(
  message: Message,
  dialect: Dialect,
  profile: Pick<DeviceProfile, 'cdata'>,
): SessionState {
  const { header } = message;
  return {
    version: 2,
    phase: 'init',
    sessionId: header.sessionId,
    dialect: { ...dialect, cdata: dialect.cdata || profile.cdata },
    phone: { uri: header.source.uri, name: header.source.name ?? null },
    server: header.target.uri,
    clientMsgId: header.msgId - 1,
    serverMsgId: header.msgId - 1,
    maxMsgSize: null,
    maxObjSize: null,
    request: null,
    statuses: [],
    commands: [],
    datastores: [],
    sent: [],
    incoming: null,
    outgoing: null,
    devInf: 'unknown',
    goOns: 0,
    greeted: false,
  };
}
