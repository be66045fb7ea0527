/**
 * Replies that need no session: a refused login, an unsupported version, a message that makes no sense. Nothing of the
 * message is carried out and no state is kept (SyncML Sync Protocol 1.1, 3.1 and 3.5).
 */
import type { DeviceProfile } from '@anchorage/model';
import { syncmlVersionOf, verProtoOf } from '@anchorage/syncml-codec';
import type { Command, Dialect, Message, StatusCommand } from '@anchorage/syncml-codec';
import { toBase64 } from './base64.ts';
import { codecSizes } from './codec-sizes.ts';
import type { AuthScheme, AuthVerdict } from './auth/contract.ts';
import type { ServerFacts } from './contract.ts';
import { challengeOf, replyHeader, serverUri, statusCommand } from './header.ts';
import { refsOf } from './refs.ts';
import { openReply } from './reply.ts';
import { messageLimit } from './sizes.ts';
import type { MessageSizes } from './sizes.ts';

export interface RefusalOptions {
  readonly profile?: DeviceProfile;
  /** Which login to ask for; md5 when absent. */
  readonly scheme?: AuthScheme;
  readonly sizes?: MessageSizes;
}

export type Refused = Extract<AuthVerdict, { kind: 'refused' }>;

/**
 * The reply to a message whose login failed: the verdict's code for the header and every command, with a challenge.
 * Our MsgID mirrors the phone's, since some count on after a challenge and some begin a new session; there is no
 * RespURI, which a Sony Ericsson T68i cannot stand here.
 */
export function challenge(
  message: Message,
  dialect: Dialect,
  verdict: Refused,
  freshNonce: Uint8Array,
  server: ServerFacts,
  options: RefusalOptions = {},
): Message {
  const chal = challengeOf(options.scheme ?? 'md5', toBase64(freshNonce));
  return refusal(message, dialect, verdict.status, server, options, { chal });
}

/** The reply to a message that is refused as a whole, e.g. 400 stale, 403 blocked device, 503 overload. */
export function refuse(
  message: Message,
  dialect: Dialect,
  code: number,
  server: ServerFacts,
  options: RefusalOptions = {},
): Message {
  return refusal(message, dialect, code, server, options, {});
}

/**
 * The reply to a message of a version we do not speak, or null when we do. VerDTD and VerProto travel as a pair:
 * an unknown VerDTD is 505, a VerProto that is not its partner (a device management one, say) 513, each with the list
 * of what we support. Written in the dialect returned.
 */
export function versionProblem(
  message: Message,
  dialect: Dialect,
  server: ServerFacts,
  options: RefusalOptions = {},
): { readonly reply: Message; readonly dialect: Dialect } | null {
  const known = syncmlVersionOf(message.header.verDtd);
  if (known === null) {
    const ours: Dialect = { ...dialect, version: '1.2' };
    return { dialect: ours, reply: refusal(message, ours, 505, server, options, { items: versions }) };
  }
  const proto = /^SyncML\/(.*)$/i.exec(message.header.verProto.trim());
  if (proto !== null && syncmlVersionOf(proto[1] ?? '') === known) return null;
  const items = Object.values(verProtoOf);
  const ours: Dialect = { ...dialect, version: known };
  return { dialect: ours, reply: refusal(message, ours, 513, server, options, { items }) };
}

interface Extras {
  readonly chal?: NonNullable<StatusCommand['chal']>;
  readonly items?: readonly string[];
}

function refusal(
  message: Message,
  dialect: Dialect,
  code: number,
  server: ServerFacts,
  options: RefusalOptions,
  extras: Extras,
): Message {
  const { header } = message;
  const source = serverUri(message, server);
  const reply = openReply(
    replyHeader({
      dialect,
      sessionId: header.sessionId,
      msgId: header.msgId,
      phone: header.source.uri,
      server: source,
      respUri: null,
      limits: server,
    }),
    dialect,
    messageLimit(header.meta?.maxMsgSize ?? null, options.profile ?? defaultLimits, dialect.encoding),
    options.sizes ?? codecSizes,
  );
  const answer = { msgRef: header.msgId, code };
  reply.add({
    ...statusCommand(
      { ...answer, cmdRef: '0', cmd: 'SyncHdr', targetRefs: [source], sourceRefs: [header.source.uri] },
      reply.cmdId(),
    ),
    ...(extras.chal === undefined ? {} : { chal: extras.chal }),
    items: (extras.items ?? []).map((text) => ({
      data: { kind: 'octets' as const, octets: new TextEncoder().encode(text) },
    })),
  });
  for (const command of header.noResp === true ? [] : flatten(message.commands)) {
    const status = { ...answer, cmdRef: command.cmdId, cmd: command.name, ...refsOf(command) };
    // The session ends here for the phone, so what does not fit is left out rather than kept.
    if (!reply.tryAdd(statusCommand(status, reply.cmdId()))) break;
  }
  return reply.message(message.final);
}

/** Every command that wants an answer, containers before their children. */
function flatten(commands: readonly Command[]): readonly Command[] {
  return commands.flatMap((command) => {
    if (command.name === 'Status') return [];
    const self = 'noResp' in command && command.noResp ? [] : [command];
    return 'commands' in command ? [...self, ...flatten(command.commands)] : self;
  });
}

const versions = ['1.0', '1.1', '1.2'] as const;

/** For a device nothing is known of. */
const defaultLimits = {
  defaultMaxMsgSize: { xml: 10_000, wbxml: 5_000 },
  maxMsgSizeShare: 0.9,
  maxMsgSizeCap: null,
};
