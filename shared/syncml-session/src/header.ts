/** The header of our messages, and the Status for theirs. */
import { verProtoOf } from '@anchorage/syncml-codec';
import type { Dialect, Message, StatusCommand, SyncHdr } from '@anchorage/syncml-codec';
import type { AuthScheme } from './auth/contract.ts';
import type { ServerFacts } from './contract.ts';
import { challengeTypes } from './auth/challenge-types.ts';
import type { Proof } from './auth/prove.ts';
import type { QueuedStatus } from './state.ts';

export interface HeaderParts {
  readonly dialect: Dialect;
  readonly sessionId: string;
  readonly msgId: number;
  readonly phone: string;
  readonly server: string;
  /** Our credential, and the name it is for, where the phone asked. */
  readonly proof?: Proof | null;
  readonly respUri: string | null;
  /** Announce our limits? Once is enough for a phone with little room. */
  readonly limits: Pick<ServerFacts, 'maxMsgSize' | 'maxObjSize'> | null;
}

/** SyncML Representation Protocol 1.2.2, 5.4 and 6.2.3. MaxObjSize came with 1.1. */
export function replyHeader(parts: HeaderParts): SyncHdr {
  const { version } = parts.dialect;
  return {
    verDtd: version,
    verProto: verProtoOf[version],
    sessionId: parts.sessionId,
    msgId: parts.msgId,
    target: { uri: parts.phone },
    source: { uri: parts.server, ...(parts.proof ? { name: parts.proof.name } : {}) },
    ...(parts.respUri === null ? {} : { respUri: parts.respUri }),
    ...(parts.proof?.cred ? { cred: parts.proof.cred } : {}),
    ...(parts.limits === null
      ? {}
      : {
          meta: {
            maxMsgSize: parts.limits.maxMsgSize,
            ...(version === '1.0' ? {} : { maxObjSize: parts.limits.maxObjSize }),
          },
        }),
  };
}

/** What the phone calls us. Some leave the Target empty. */
export function serverUri(message: Message, server: Pick<ServerFacts, 'url'>): string {
  const { uri } = message.header.target;
  return uri === '' ? server.url : uri;
}

/** A queued Status as a command. */
export function statusCommand(status: QueuedStatus, cmdId: string): StatusCommand {
  return {
    name: 'Status',
    cmdId,
    msgRef: status.msgRef,
    cmdRef: status.cmdRef,
    cmd: status.cmd,
    targetRefs: status.targetRefs,
    sourceRefs: status.sourceRefs,
    code: status.code,
    items: [
      ...(status.anchorNext === undefined
        ? []
        : [{ data: { kind: 'anchor' as const, anchor: { next: status.anchorNext } } }]),
      ...(status.feature === undefined
        ? []
        : [{ data: { kind: 'octets' as const, octets: new TextEncoder().encode(status.feature) } }]),
    ],
  };
}

/** A challenge (SyncML Representation Protocol 1.2.2, 6.1.2). `nextNonce` is base64; basic has no use for it. */
export function challengeOf(scheme: AuthScheme, nextNonce: string): NonNullable<StatusCommand['chal']> {
  const type = challengeTypes[scheme];
  return { meta: { type, format: 'b64', ...(scheme === 'basic' ? {} : { nextNonce }) } };
}
